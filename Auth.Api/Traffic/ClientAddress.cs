namespace Auth.Api.Traffic;

/// <summary>Tells where a request comes from.</summary>
internal static class ClientAddress
{
    /// <summary>The client's address, an IPv4 one as such; null when it is not known, over a Unix socket for instance.</summary>
    public static string? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }
}
