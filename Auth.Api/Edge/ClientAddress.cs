namespace Auth.Api.Edge;

/// <summary>The IP address of the client.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// Returns the client's IP address; null if it is unknown, for example over a Unix socket. An IPv4-mapped IPv6 address is
    /// returned as an IPv4 address.
    /// </summary>
    public static string? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }
}
