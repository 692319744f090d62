namespace Auth.Domain.Users;

/// <summary>The users that there are. Whatever is returned is detached: changing it changes nothing stored.</summary>
public interface IUserRepository
{
    /// <summary>The user with this id, or null.</summary>
    Task<User?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The user with this address, compared without regard to case and not trimmed, or null.</summary>
    Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Stores a new user.</summary>
    /// <returns>
    /// False, and nothing stored, when another user has the address, even by a registration at the same moment.
    /// </returns>
    Task<bool> AddAsync(User user, CancellationToken cancellationToken);

    /// <summary>
    /// Loads a user, has <paramref name="change"/> change it, and stores all of the changes or none. Where somebody else
    /// stored a change in between, the user is loaded and changed anew, so that neither change undoes the other. With another
    /// password the user's sessions end, and with the right to log in all of them: stored together with the change.
    /// </summary>
    /// <param name="id">Whom to change.</param>
    /// <param name="change">
    /// Changes the user it is given, or returns false to leave it alone; may be called more than once.
    /// </param>
    /// <param name="keptSession">The session that outlives a change of the password: the one that makes it.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    Task<UserWrite> UpdateAsync(Guid id, Func<User, bool> change, Guid? keptSession, CancellationToken cancellationToken);

    /// <summary>Puts a stronger hash of the same password in the place of the one that was verified.</summary>
    /// <returns>False, and nothing stored, when the stored hash is no longer <paramref name="verifiedHash"/>.</returns>
    Task<bool> ReplacePasswordHashAsync(Guid id, string verifiedHash, string newHash, CancellationToken cancellationToken);

    /// <summary>Deletes a user.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The users that match, ordered by their normalised address.</summary>
    /// <param name="filter">Which users.</param>
    /// <param name="after">The normalised address that the page begins behind; null for the first page.</param>
    /// <param name="limit">The most users to return.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<User>> ListAsync(UserFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many users match: this reads them all.</summary>
    Task<int> CountAsync(UserFilter filter, CancellationToken cancellationToken);
}
