namespace Auth.Application.Throttling;

/// <summary>The limits on connections: <c>Auth:Connections</c>.</summary>
public sealed class ConnectionOptions
{
    /// <summary>
    /// The most connections of one client at once, an IPv4 address or an IPv6 /64; an IPv6 /56 may have twice as many and a /48
    /// four times. 0 means no limit. The default lets ten clients fill no more than half of what a process accepts.
    /// </summary>
    public int MaxPerClient { get; set; } = 500;
}
