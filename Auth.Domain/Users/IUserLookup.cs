namespace Auth.Domain.Users;

/// <summary>Finds the users that requests come from: the one read that is part of every request with a token.</summary>
public interface IUserLookup
{
    /// <summary>
    /// The user with this id, or null; with a session, only if it is theirs, not ended, and not expired at
    /// <paramref name="now"/>. The user is detached.
    /// </summary>
    Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken);
}
