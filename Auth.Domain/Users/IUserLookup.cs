namespace Auth.Domain.Users;

/// <summary>
/// Finds the user of a request. Every request with an access token causes this read. An inactive user is found whether or not the
/// session is valid: the request is refused, and no further token of the request is tried.
/// </summary>
public interface IUserLookup
{
    /// <summary>
    /// Returns the user with this id, or null. If a session is given, it must belong to the user, and must be neither revoked nor
    /// expired at <paramref name="now"/>. The user is detached.
    /// </summary>
    Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the user and the session of an opaque access token; null if the token is unknown or expired, or its session is
    /// revoked or expired at <paramref name="now"/>. The user is detached.
    /// </summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The current time.</param>
    Task<SessionUser?> FindByTokenAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A user and the session of an access token.</summary>
/// <param name="User">The user, active or not.</param>
/// <param name="SessionId">The session.</param>
public sealed record SessionUser(User User, Guid SessionId);
