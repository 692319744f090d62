using System.Net;
using System.Net.Sockets;

namespace Auth.Application.Throttling;

/// <summary>Tells which addresses are most likely one client's.</summary>
public static class ClientNetwork
{
    private const int SubscriberBits = 24;

    /// <summary>
    /// The IPv6 prefix of a household (RIPE-690, RFC 6177). Privacy addresses stay within a /64, but a router may use another /64
    /// of its /56 after a restart or for its guests. Where a provider gives each device a /64, a /56 holds 256 subscribers, as
    /// many as an IPv4 /24.
    /// </summary>
    private const int SubscriberBitsOfIPv6 = 56;

    /// <summary>What one client is given in IPv6, to choose its addresses from (RFC 6177, RFC 8981).</summary>
    private const int ClientBits = 64;

    /// <summary>The network of an address, in CIDR notation: an IPv4 /24 or an IPv6 /56; null when it is no address.</summary>
    public static string? Of(string? ipAddress) =>
        IPAddress.TryParse(ipAddress, out var address)
            ? Of(Plain(address), SubscriberBits, SubscriberBitsOfIPv6)
            : null;

    /// <summary>Who is counted as one client: an IPv4 address, or an IPv6 /64.</summary>
    public static string ClientOf(IPAddress? address) => address is null ? "" : Of(Plain(address), 8 * 4, ClientBits);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Of(IPAddress address, int bitsOfIPv4, int bitsOfIPv6)
    {
        var bits = address.AddressFamily is AddressFamily.InterNetwork ? bitsOfIPv4 : bitsOfIPv6;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
