using System.Net;
using System.Net.Sockets;

namespace Auth.Application.Throttling;

/// <summary>Tells which addresses are most likely one client's.</summary>
public static class ClientNetwork
{
    private const int SubscriberBits = 24;

    /// <summary>What one client is given in IPv6, to choose its addresses from (RFC 6177, RFC 8981).</summary>
    private const int ClientBits = 64;

    /// <summary>The network of an address, in CIDR notation: an IPv4 /24 or an IPv6 /64; null when it is no address.</summary>
    public static string? Of(string? ipAddress) =>
        IPAddress.TryParse(ipAddress, out var address) ? Of(Plain(address), SubscriberBits) : null;

    /// <summary>Who is counted as one client: an IPv4 address, or an IPv6 /64.</summary>
    public static string ClientOf(IPAddress? address) => address is null ? "" : Of(Plain(address), 8 * 4);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Of(IPAddress address, int bitsOfIPv4)
    {
        var bits = address.AddressFamily is AddressFamily.InterNetwork ? bitsOfIPv4 : ClientBits;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
