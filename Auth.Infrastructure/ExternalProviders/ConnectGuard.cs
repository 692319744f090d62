using System.Net;
using System.Net.Sockets;
using Auth.Application.Login.External;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>
/// Connects to providers. A host name that resolves to the machine itself or to a link-local address, such as the metadata service
/// of a cloud, is refused.
/// </summary>
internal static class ConnectGuard
{
    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.InitialRequestMessage.RequestUri!;
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);

        // A proxy of the operator may be anywhere.
        if (context.DnsEndPoint.Host == target.DnsSafeHost && !ProviderUrl.IsLoopback(target))
            addresses = [.. addresses.Where(IsRemote)];
        if (addresses.Length == 0)
            throw ExternalProviderException.Unusable("the host of a URL resolves to no permitted address");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address belongs to another machine that can be named in public.</summary>
    internal static bool IsRemote(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.Equals(IPAddress.Any)
            && !address.Equals(IPAddress.IPv6Any)
            && (address.AddressFamily is not AddressFamily.InterNetwork || address.GetAddressBytes() is not ([169, 254, ..] or [0, ..]));
    }
}
