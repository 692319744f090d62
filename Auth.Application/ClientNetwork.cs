using System.Net;
using System.Net.Sockets;

namespace Auth.Application;

/// <summary>Assigns addresses to clients and to the networks that clients are likely to hold.</summary>
public static class ClientNetwork
{
    private const int SubscriberBits = 24;

    /// <summary>The number of bits of an IPv4 address that identify one client.</summary>
    private const int AddressBits = 32;

    /// <summary>The size of the IPv6 network from which one client chooses its addresses (RFC 6177, RFC 8981).</summary>
    private const int ClientBits = 64;

    /// <summary>
    /// The size of the IPv6 network of a household (RIPE-690, RFC 6177). Privacy addresses stay within a /64, but a router may
    /// use another /64 of its /56 after a restart or for guests. If a provider assigns a /64 to each device, a /56 contains 256
    /// subscribers, as many as an IPv4 /24.
    /// </summary>
    private const int HouseholdBits = 56;

    /// <summary>The size of the IPv6 network of a company (RFC 6177).</summary>
    private const int SiteBits = 48;

    private static readonly string[] Unknown = ["unknown"];

    /// <summary>Returns the network of an address in CIDR notation: an IPv4 /24 or an IPv6 /56; null for invalid text.</summary>
    public static string? Of(string? ipAddress) => IPAddress.TryParse(ipAddress, out var address)
        ? Of(Plain(address), IsIPv4(address) ? SubscriberBits : HouseholdBits)
        : null;

    /// <summary>Returns the client that an address belongs to: an IPv4 address, or an IPv6 /64.</summary>
    public static string ClientOf(IPAddress? address) =>
        address is null ? "" : Of(Plain(address), IsIPv4(address) ? AddressBits : ClientBits);

    /// <summary>Returns the IPv6 /56 of an address; null for IPv4, where a client cannot choose its address.</summary>
    public static string? HouseholdOf(IPAddress? address) =>
        address is null || IsIPv4(address) ? null : Of(address, HouseholdBits);

    /// <summary>Returns the IPv6 /48 of an address; null for IPv4.</summary>
    public static string? SiteOf(IPAddress? address) =>
        address is null || IsIPv4(address) ? null : Of(address, SiteBits);

    /// <summary>
    /// Returns the networks of an address from the widest to the client: an IPv4 /24 and the address, or an IPv6 /48, /56 and
    /// /64. All texts that are no address share one separate path.
    /// </summary>
    public static IReadOnlyList<string> PathOf(string? ipAddress)
    {
        if (!IPAddress.TryParse(ipAddress, out var address))
            return Unknown;
        var plain = Plain(address);
        return IsIPv4(address)
            ? [Of(plain, SubscriberBits), Of(plain, AddressBits)]
            : [Of(plain, SiteBits), Of(plain, HouseholdBits), Of(plain, ClientBits)];
    }

    private static bool IsIPv4(IPAddress address) =>
        address.IsIPv4MappedToIPv6 || address.AddressFamily is AddressFamily.InterNetwork;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Of(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
