namespace Auth.Domain.Users;

/// <summary>The stored users. Returned users are detached: changes to them are not stored.</summary>
public interface IUserRepository
{
    /// <summary>Returns the user with this id, or null.</summary>
    Task<User?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the user with this e-mail address, or null. The address is compared without regard to case and is not trimmed.
    /// </summary>
    Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Stores a new user.</summary>
    /// <returns>
    /// False if another user has the address, including a user who registers at the same time. The unit of work must then end
    /// with an error.
    /// </returns>
    Task<bool> AddAsync(User user, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a new user to the current unit of work, which runs again if another user registers with the address at the same time.
    /// </summary>
    void Add(User user);

    /// <summary>Loads a user in the current unit of work, changes it, and stores all of the changes.</summary>
    /// <param name="id">The user to change.</param>
    /// <param name="change">Changes the user, or returns false to store nothing. Runs again if the unit of work does.</param>
    Task<UserWrite> UpdateAsync(Guid id, Func<User, bool> change, CancellationToken cancellationToken);

    /// <summary>Locks the row of a user until the unit of work ends.</summary>
    /// <returns>False if the user does not exist.</returns>
    Task<bool> LockAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Replaces a password hash by a stronger hash of the same password.</summary>
    /// <returns>False if the stored hash is no longer <paramref name="verifiedHash"/>.</returns>
    Task<bool> ReplacePasswordHashAsync(Guid id, string verifiedHash, string newHash, CancellationToken cancellationToken);

    /// <summary>
    /// Returns whether another active superuser exists. Locks the rows of the active superusers until the unit of work ends, so
    /// that two superusers cannot remove each other at the same time.
    /// </summary>
    Task<bool> HasOtherActiveSuperuserAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes a user.</summary>
    /// <returns>False if the user does not exist.</returns>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Returns the users that match, ordered by their normalised e-mail address.</summary>
    /// <param name="filter">The users to return.</param>
    /// <param name="after">Returns only users whose normalised address follows this one; null for the first page.</param>
    /// <param name="limit">The maximum number of users.</param>
    Task<IReadOnlyList<User>> ListAsync(UserFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Counts the users that match. The database reads all of them.</summary>
    Task<int> CountAsync(UserFilter filter, CancellationToken cancellationToken);
}

/// <summary>Selects users that match every condition that is not null.</summary>
/// <param name="EmailPrefix">The start of the e-mail address, without regard to case.</param>
/// <param name="IsActive">Whether the users may log in.</param>
/// <param name="IsVerified">Whether the users' e-mail addresses are verified.</param>
/// <param name="IsSuperuser">Whether the users may manage other users.</param>
public sealed record UserFilter(string? EmailPrefix, bool? IsActive, bool? IsVerified, bool? IsSuperuser);

/// <summary>The result of a change to a user.</summary>
/// <param name="Outcome">The outcome of the change.</param>
/// <param name="User">The user as stored now; null if the user does not exist or another user has the new address.</param>
public sealed record UserWrite(UserWriteOutcome Outcome, User? User);

/// <summary>The outcome of a change to a user.</summary>
public enum UserWriteOutcome
{
    /// <summary>The change was stored.</summary>
    Saved,

    /// <summary>The user does not exist.</summary>
    NotFound,

    /// <summary>The caller's change function returned false. Nothing was stored.</summary>
    Declined,

    /// <summary>
    /// Another user has the new address. The unit of work must end with an error: PostgreSQL executes no further statement in it.
    /// </summary>
    EmailTaken,
}
