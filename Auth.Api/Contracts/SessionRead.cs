using Auth.Domain.Sessions;

namespace Auth.Api.Contracts;

/// <summary>An open session, as clients see one. Times are in UTC (RFC 3339).</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When the user logged in.</param>
/// <param name="LastUsedAt">When the user logged in or last refreshed.</param>
/// <param name="ExpiresAt">When it ends by itself, if it is not refreshed.</param>
/// <param name="UserAgent">What the client called itself, or null.</param>
/// <param name="Ip">Where the login came from, or null.</param>
/// <param name="Current">Whether the token of this very request belongs to it.</param>
public sealed record SessionRead(
    Guid Id, DateTime CreatedAt, DateTime LastUsedAt, DateTime ExpiresAt, string? UserAgent, string? Ip, bool Current)
{
    /// <summary>What clients see of <paramref name="session"/>.</summary>
    public static SessionRead From(Session session, Guid? current) => new(
        session.Id,
        session.CreatedAt.UtcDateTime,
        session.LastUsedAt.UtcDateTime,
        session.ExpiresAt.UtcDateTime,
        session.UserAgent,
        session.IpAddress,
        session.Id == current);
}
