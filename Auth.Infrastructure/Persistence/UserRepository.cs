using System.Text;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores users in a relational database.</summary>
internal sealed class UserRepository(AuthDbContext database) : IUserRepository
{
    private const int LastCodePoint = 0x10FFFF;
    private const int BeforeSurrogates = 0xD7FF;
    private const char AfterSurrogates = '\uE000';

    public Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellationToken);

    public async Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = EmailAddress.Normalize(email);
        var found = await database.Users.AsNoTracking()
            .FirstOrDefaultAsync(user => user.NormalizedEmail == normalized, cancellationToken);

        // SQL Server ignores trailing spaces. Otherwise each such spelling would find the user with a separate login budget.
        return string.Equals(found?.NormalizedEmail, normalized, StringComparison.Ordinal) ? found : null;
    }

    public Task<bool> AddAsync(User user, CancellationToken cancellationToken) =>
        database.TryInsertAsync(user, cancellationToken, endsTransaction: true);

    public void Add(User user) => database.Add(user);

    public async Task<UserWrite> UpdateAsync(Guid id, Func<User, bool> change, CancellationToken cancellationToken)
    {
        if (await database.Users.FirstOrDefaultAsync(user => user.Id == id, cancellationToken) is not { } user)
            return new UserWrite(UserWriteOutcome.NotFound, null);
        try
        {
            if (!change(user))
                return new UserWrite(UserWriteOutcome.Declined, user);
            if (database.Entry(user) is { State: EntityState.Modified } entry)
            {
                entry.Property<int>(UserConfiguration.Version).CurrentValue++;
                await database.SaveChangesAsync(cancellationToken);
            }

            return new UserWrite(UserWriteOutcome.Saved, user);
        }
        catch (DbUpdateException exception) when (database.IsUniqueViolation(exception))
        {
            return new UserWrite(UserWriteOutcome.EmailTaken, null);
        }
        finally
        {
            database.Entry(user).State = EntityState.Detached;
        }
    }

    public async Task<bool> LockAsync(Guid id, CancellationToken cancellationToken) =>
        // The update changes nothing but locks the row.
        await database.Users.Where(user => user.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.IsActive, user => user.IsActive), cancellationToken) == 1;

    public async Task<bool> ReplacePasswordHashAsync(
        Guid id, string verifiedHash, string newHash, CancellationToken cancellationToken) =>
        await database.Users
            .Where(user => user.Id == id && user.HashedPassword == verifiedHash)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.HashedPassword, newHash), cancellationToken) == 1;

    public async Task<bool> HasOtherActiveSuperuserAsync(Guid id, CancellationToken cancellationToken) =>
        // The update changes nothing but locks the rows.
        await database.Users.Where(user => user.Id != id && user.IsActive && user.IsSuperuser)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.IsSuperuser, true), cancellationToken) > 0;

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        await database.Users.Where(user => user.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;

    public async Task<IReadOnlyList<User>> ListAsync(
        UserFilter filter, string? after, int limit, CancellationToken cancellationToken) =>
        await Matching(filter, after).OrderBy(user => user.NormalizedEmail).Take(limit).ToListAsync(cancellationToken);

    public Task<int> CountAsync(UserFilter filter, CancellationToken cancellationToken) =>
        Matching(filter, after: null).CountAsync(cancellationToken);

    private IQueryable<User> Matching(UserFilter filter, string? after)
    {
        var users = database.Users.AsNoTracking();
        after = StorableText.Of(after);
        if (after is not null)
            users = users.Where(user => user.NormalizedEmail.CompareTo(after) > 0);
        if (filter.EmailPrefix is { Length: > 0 } prefix)
        {
            // Selects the range up to the next prefix of the same length. It is read from an index, and % and _ are literal.
            var first = EmailAddress.Normalize(prefix);
            if (NextAfter(first) is { } next)
                users = users.Where(user => user.NormalizedEmail.CompareTo(next) < 0);

            // A page that starts inside the range has a lower bound already. With both, SQLite would read all rows in between.
            if (after?.StartsWith(first, StringComparison.Ordinal) is not true)
                users = users.Where(user => user.NormalizedEmail.CompareTo(first) >= 0);
        }

        if (filter.IsActive is { } active)
            users = users.Where(user => user.IsActive == active);
        if (filter.IsVerified is { } verified)
            users = users.Where(user => user.IsVerified == verified);
        if (filter.IsSuperuser is { } superuser)
            users = users.Where(user => user.IsSuperuser == superuser);
        return users;
    }
    /// <summary>Returns the first text after all texts with this prefix, or null if there is none.</summary>
    private static string? NextAfter(string prefix)
    {
        if (prefix.Length == 0)
            return null;
        Rune.DecodeLastFromUtf16(prefix, out var last, out var length);
        var rest = prefix[..^length];
        return last.Value switch
        {
            LastCodePoint => NextAfter(rest),
            BeforeSurrogates => rest + AfterSurrogates,
            _ => rest + new Rune(last.Value + 1),
        };
    }
}
