namespace Auth.Application;

/// <summary>The limits on connections: <c>Auth:Connections</c>.</summary>
public sealed class ConnectionOptions
{
    /// <summary>
    /// The maximum number of concurrent connections of one client. A client is an IPv4 address or an IPv6 /64. The limit for an
    /// IPv6 /56 is twice as high, and for a /48 four times as high. 0 means no limit. With the default, ten clients cannot use
    /// more than half of the connections that a process accepts.
    /// </summary>
    public int MaxPerClient { get; set; } = 500;
}
