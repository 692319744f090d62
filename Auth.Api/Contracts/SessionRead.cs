using Auth.Domain.Sessions;

namespace Auth.Api.Contracts;

/// <summary>A valid session. Times are in UTC (RFC 3339).</summary>
/// <param name="Id">The session's id, a UUID.</param>
/// <param name="CreatedAt">The time of the login.</param>
/// <param name="LastUsedAt">The time of the last refresh; the time of the login before the first refresh.</param>
/// <param name="ExpiresAt">The time at which the session expires unless it is refreshed.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header of the login, or null.</param>
/// <param name="Ip">The client's IP address at login, or null.</param>
/// <param name="Current">Whether the access token of this request belongs to the session.</param>
public sealed record SessionRead(
    Guid Id, DateTime CreatedAt, DateTime LastUsedAt, DateTime ExpiresAt, string? UserAgent, string? Ip, bool Current)
{
    /// <summary>Converts <paramref name="session"/> to its public representation.</summary>
    public static SessionRead From(Session session, Guid? current) => new(
        session.Id,
        session.CreatedAt.UtcDateTime,
        session.LastUsedAt.UtcDateTime,
        session.ExpiresAt.UtcDateTime,
        session.UserAgent,
        session.IpAddress,
        session.Id == current);
}
