using Auth.Application.Users.Import;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Reads and writes many users at once in a relational database.</summary>
internal sealed class ImportStore(AuthDbContext database, IDatabaseEngine engine) : IImportStore
{
    /// <summary>The number of values of a query.</summary>
    private const int BatchSize = 1000;

    public Task PrepareAsync(CancellationToken cancellationToken) => engine.PrepareImportAsync(database, cancellationToken);

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

    public IAsyncEnumerable<Guid> ListImportedAsync(CancellationToken cancellationToken) =>
        database.ImportedUsers.Select(imported => imported.UserId).AsAsyncEnumerable();

    public async Task InsertAsync(
        IReadOnlyCollection<User> users, IReadOnlyCollection<ImportedUser> records, CancellationToken cancellationToken)
    {
        await RowInserter.InsertAsync(database, users, cancellationToken);
        await RowInserter.InsertAsync(database, records, cancellationToken);
    }

    public async Task InsertAsync(
        IReadOnlyCollection<Session> sessions, IReadOnlyCollection<AccessToken> tokens, CancellationToken cancellationToken)
    {
        await RowInserter.InsertAsync(database, sessions, cancellationToken);
        await RowInserter.InsertAsync(database, tokens, cancellationToken);
    }

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
