namespace Auth.Domain.Users;

/// <summary>Finds the user of a request. Every request with an access token causes this read.</summary>
public interface IUserLookup
{
    /// <summary>
    /// Returns the user with this id, or null. If a session is given, it must belong to the user, and must be neither revoked nor
    /// expired at <paramref name="now"/>. The user is detached.
    /// </summary>
    Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken);
}
