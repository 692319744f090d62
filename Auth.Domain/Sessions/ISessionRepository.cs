using Auth.Domain.Users;

namespace Auth.Domain.Sessions;

/// <summary>The stored sessions. Returned sessions are detached: changes to them are not stored.</summary>
public interface ISessionRepository
{
    /// <summary>
    /// Stores a new session and its first refresh token, if any. If the user has too many sessions, the least recently used ones are
    /// revoked.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="refreshHash">SHA-256 of the refresh token; null for a session that is not refreshed.</param>
    /// <param name="securityStamp">The user's stamp at the time of authentication.</param>
    /// <param name="maxSessions">The maximum number of sessions that the user may have, including this one.</param>
    /// <returns>False if the user does not exist, is inactive, or has another stamp.</returns>
    Task<bool> OpenAsync(
        Session session, byte[]? refreshHash, Guid securityStamp, int maxSessions, CancellationToken cancellationToken);

    /// <summary>Adds an opaque access token of a session to the current unit of work.</summary>
    void Add(AccessToken token);

    /// <summary>Returns an issued refresh token with its session and user; null if the token or its session is invalid.</summary>
    /// <param name="hash">SHA-256 of the token.</param>
    /// <param name="now">The current time.</param>
    Task<IssuedRefreshToken?> FindRefreshTokenAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Replaces an unused refresh token by its successor and extends the session.</summary>
    /// <returns>False if the token has been used or the session revoked since it was read.</returns>
    Task<bool> RotateAsync(Guid sessionId, RefreshRotation rotation, CancellationToken cancellationToken);

    /// <summary>Returns whether a refresh token with this SHA-256 was issued in the session, used or not.</summary>
    Task<bool> HasRefreshTokenAsync(Guid sessionId, byte[] hash, CancellationToken cancellationToken);

    /// <summary>Returns a session of a user; null if it is revoked, expired or another user's.</summary>
    Task<Session?> FindAsync(Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Stores the methods and the time of another proof of identity.</summary>
    /// <returns>False if the session was revoked since it was read.</returns>
    Task<bool> ReauthenticateAsync(Session session, CancellationToken cancellationToken);

    /// <summary>Counts a wrong current password in a session.</summary>
    /// <returns>The number of wrong passwords in the session, including this one.</returns>
    Task<int> CountPasswordFailureAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>Revokes a session of a user.</summary>
    /// <returns>False if the user has no such valid session.</returns>
    Task<bool> EndAsync(Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Revokes the session of a refresh token, used or not.</summary>
    /// <returns>The session before its revocation; null if none was revoked.</returns>
    Task<Session?> EndByRefreshTokenAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Revokes all sessions of a user except one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="except">The session to keep; null to keep none.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The number of revoked sessions.</returns>
    Task<int> EndAllAsync(Guid userId, Guid? except, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Returns a page of the valid sessions of a user, most recently used first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(Guid userId, SessionPage page, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>An issued refresh token with its session and user.</summary>
/// <param name="User">The user of the session.</param>
/// <param name="Session">The session.</param>
/// <param name="UsedAt">The time of the token's first use, in UTC; null if it is unused.</param>
public sealed record IssuedRefreshToken(User User, Session Session, DateTimeOffset? UsedAt);

/// <summary>The replacement of a refresh token by its successor.</summary>
/// <param name="Hash">SHA-256 of the presented token.</param>
/// <param name="SuccessorHash">SHA-256 of its successor.</param>
/// <param name="Now">The current time.</param>
/// <param name="ExpiresAt">The new end of the session, in UTC.</param>
/// <param name="RefreshesUntil">The new value of <see cref="Session.RefreshesUntil"/>.</param>
public sealed record RefreshRotation(
    byte[] Hash, byte[] SuccessorHash, DateTimeOffset Now, DateTimeOffset ExpiresAt, DateTimeOffset RefreshesUntil);

/// <summary>A page of a list of sessions, most recently used first.</summary>
/// <param name="Limit">The maximum number of sessions.</param>
/// <param name="From">Returns only sessions last used at this time or earlier; null for the first page.</param>
/// <param name="Skip">The number of sessions to skip at the start of the page, because the previous page ended with them.</param>
public sealed record SessionPage(int Limit, DateTimeOffset? From = null, int Skip = 0);
