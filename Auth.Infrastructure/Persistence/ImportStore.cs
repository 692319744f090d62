using Auth.Application.Users.Import;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Reads and writes many users at once in a relational database.</summary>
internal sealed class ImportStore(AuthDbContext database, IDatabaseEngine engine) : IImportStore
{
    /// <summary>The number of values of a query.</summary>
    private const int BatchSize = 1000;

    public Task<bool> HasImportsAsync(CancellationToken cancellationToken) => database.ImportedUsers.AnyAsync(cancellationToken);

    public Task PrepareAsync(CancellationToken cancellationToken) => engine.PrepareImportAsync(database, cancellationToken);

    public Task CompleteAsync(CancellationToken cancellationToken) => engine.CompleteImportAsync(database, cancellationToken);

    public async Task<IReadOnlyDictionary<Guid, StoredImport>> FindAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, StoredImport>();
        foreach (var batch in ids.Chunk(BatchSize))
        {
            var versions = await database.Users.Where(user => EF.Parameter(batch).Contains(user.Id))
                .Select(user => new { user.Id, Version = EF.Property<int>(user, UserConfiguration.Version) })
                .ToListAsync(cancellationToken);
            foreach (var user in versions)
                found[user.Id] = new(Record: null, user.Version);
            await foreach (var record in database.ImportedUsers.AsNoTracking()
                .Where(imported => EF.Parameter(batch).Contains(imported.UserId)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                found[record.UserId] = new(record, found.GetValueOrDefault(record.UserId)?.Version);
            }
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<string, Guid>> FindEmailsAsync(
        IReadOnlyCollection<string> normalizedEmails, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var batch in normalizedEmails.Chunk(BatchSize))
        {
            var owners = await database.Users.Where(user => EF.Parameter(batch).Contains(user.NormalizedEmail))
                .Select(user => new { user.Id, user.NormalizedEmail }).ToListAsync(cancellationToken);
            foreach (var owner in owners)
                found[owner.NormalizedEmail] = owner.Id;
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset?>> FindPasswordChangesAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, DateTimeOffset?>();
        foreach (var batch in ids.Chunk(BatchSize))
        {
            var users = await database.Users.Where(user => EF.Parameter(batch).Contains(user.Id))
                .Select(user => new { user.Id, user.PasswordChangedAt }).ToListAsync(cancellationToken);
            foreach (var user in users)
                found[user.Id] = user.PasswordChangedAt;
        }

        return found;
    }

    public async Task<IReadOnlySet<string>> FindTokensAsync(IReadOnlyCollection<byte[]> hashes, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in hashes.Chunk(BatchSize))
        {
            var known = await database.Set<AccessToken>().Where(token => batch.Contains(token.Hash))
                .Select(token => token.Hash).ToListAsync(cancellationToken);
            found.UnionWith(known.Select(Convert.ToHexString));
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<(string Provider, string AccountId), Guid>> FindExternalLoginsAsync(
        IReadOnlyCollection<string> accountIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, string), Guid>();
        foreach (var batch in accountIds.Chunk(BatchSize))
        {
            var logins = await database.Set<ExternalLogin>().Where(login => EF.Parameter(batch).Contains(login.AccountId))
                .Select(login => new { login.Provider, login.AccountId, login.UserId }).ToListAsync(cancellationToken);
            foreach (var login in logins)
                found[(login.Provider, login.AccountId)] = login.UserId;
        }

        return found;
    }

    public IAsyncEnumerable<Guid> ListImportedAsync(CancellationToken cancellationToken) =>
        database.ImportedUsers.Select(imported => imported.UserId).AsAsyncEnumerable();

    public async Task InsertAsync(
        IReadOnlyCollection<User> users, IReadOnlyCollection<ImportedUser> records, CancellationToken cancellationToken)
    {
        await engine.InsertAsync(database, users, cancellationToken);
        await engine.InsertAsync(database, records, cancellationToken);
    }

    public async Task InsertAsync(
        IReadOnlyCollection<Session> sessions, IReadOnlyCollection<AccessToken> tokens, CancellationToken cancellationToken)
    {
        await engine.InsertAsync(database, sessions, cancellationToken);
        await engine.InsertAsync(database, tokens, cancellationToken);
    }

    public Task InsertAsync(IReadOnlyCollection<ExternalLogin> logins, CancellationToken cancellationToken) =>
        engine.InsertAsync(database, logins, cancellationToken);

    // The statement changes nothing, and locks the row.
    public async Task<bool> TryLockAsync(Guid userId, int version, CancellationToken cancellationToken) =>
        await database.Users.Where(user => user.Id == userId && EF.Property<int>(user, UserConfiguration.Version) == version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(user => EF.Property<int>(user, UserConfiguration.Version), version), cancellationToken) == 1;

    public async Task RecordUpdateAsync(
        Guid userId, byte[] profileHash, byte[] credentialHash, CancellationToken cancellationToken)
    {
        var version = await database.Users.Where(user => user.Id == userId)
            .Select(user => EF.Property<int>(user, UserConfiguration.Version)).SingleAsync(cancellationToken);
        await database.ImportedUsers.Where(imported => imported.UserId == userId).ExecuteUpdateAsync(
            set => set.SetProperty(imported => imported.ProfileHash, profileHash)
                .SetProperty(imported => imported.CredentialHash, credentialHash)
                .SetProperty(imported => imported.UserVersion, version),
            cancellationToken);
    }
}
