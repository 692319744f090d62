namespace Auth.Domain.Sessions;

/// <summary>The sessions that there are. Whatever is returned is detached: changing it changes nothing stored.</summary>
public interface ISessionRepository
{
    /// <summary>Stores a new session and its first refresh token.</summary>
    /// <param name="session">The session.</param>
    /// <param name="refreshHash">SHA-256 of the refresh token.</param>
    /// <param name="verifiedHash">The password hash that the login was verified against.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <returns>False, and nothing stored, when the user is gone, may not log in, or has another password by now.</returns>
    Task<bool> OpenAsync(Session session, byte[] refreshHash, string verifiedHash, CancellationToken cancellationToken);

    /// <summary>Takes a refresh token and puts its successor in its place, at most once.</summary>
    /// <param name="hash">SHA-256 of the token that was given.</param>
    /// <param name="successorHash">SHA-256 of its successor.</param>
    /// <param name="now">The time of use.</param>
    /// <param name="expiresAt">When the session ends by itself from now on, by when it was opened.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    Task<Rotation?> RotateAsync(
        byte[] hash,
        byte[] successorHash,
        DateTimeOffset now,
        Func<Session, DateTimeOffset> expiresAt,
        CancellationToken cancellationToken);

    /// <summary>Whether a refresh token with this SHA-256 was issued in the session, used or not.</summary>
    Task<bool> HasRefreshTokenAsync(Guid sessionId, byte[] hash, CancellationToken cancellationToken);

    /// <summary>Ends a session of a user.</summary>
    /// <returns>False when the user has no such session that is open.</returns>
    Task<bool> EndAsync(Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends the session that a refresh token prolongs, used or not; a hash that is none's does nothing.</summary>
    /// <returns>The session, as it was before; null when none was ended.</returns>
    Task<Session?> EndByRefreshTokenAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a user but one.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="except">The one to keep; null to keep none.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Gives up; nothing is ended then.</param>
    /// <returns>How many were ended.</returns>
    Task<int> EndAllAsync(Guid userId, Guid? except, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The open sessions of a user, the last used one first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken);
}
