using Auth.Domain;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>Finds and lists users for superusers.</summary>
public sealed class UserDirectory(IUserRepository users)
{
    /// <summary>Returns the user with this id; null if there is none, or if the text is not a UUID in canonical form.</summary>
    public async Task<User?> FindAsync(string id, CancellationToken cancellationToken) =>
        CanonicalGuid.TryParse(id, out var userId) ? await users.FindAsync(userId, cancellationToken) : null;

    /// <summary>Returns the users that match, ordered by e-mail address, and their number.</summary>
    /// <param name="filter">The users to return.</param>
    /// <param name="after">Returns only users whose normalised address follows this one; null for the first page.</param>
    /// <param name="limit">The maximum number of users.</param>
    /// <param name="count">Whether to count all users that match. The database reads all of them.</param>
    public async Task<(IReadOnlyList<User> Users, int? Total)> ListAsync(
        UserFilter filter, string? after, int limit, bool count, CancellationToken cancellationToken)
    {
        var found = await users.ListAsync(filter, after, limit, cancellationToken);
        return (found, count ? await users.CountAsync(filter, cancellationToken) : null);
    }
}
