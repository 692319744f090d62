using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Removes the indexes of the user list while an empty table of users is filled, because each of them is built several times as fast
/// afterwards. Keys and unique indexes remain. A table contains the statements of the removed indexes from the same transaction on, so
/// that the next start of any process restores them if the import was killed.
/// </summary>
internal static class SqliteDeferredIndexes
{
    private const string Exists =
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'deferred_indexes') AS Value";

    private const string Defer = """
        CREATE TABLE deferred_indexes (name TEXT PRIMARY KEY, sql TEXT NOT NULL);
        INSERT INTO deferred_indexes SELECT name, sql FROM sqlite_master
        WHERE type = 'index' AND tbl_name = 'users' AND sql LIKE 'CREATE INDEX %';
        """;

    /// <summary>Removes the indexes if there are no users.</summary>
    public static async Task DeferAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await database.Users.AnyAsync(cancellationToken) || await ExistsAsync(database, cancellationToken))
            return;
        await ExecuteAsync(database, Defer, cancellationToken);
        foreach (var index in await ListAsync(database, cancellationToken))
            await ExecuteAsync(database, $"DROP INDEX \"{index.Name}\"", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Restores the indexes, each in a transaction. Several processes can do so at once.</summary>
    public static async Task RestoreAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        while (await ExistsAsync(database, cancellationToken))
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            if (!await ExistsAsync(database, cancellationToken))
                return;
            if ((await ListAsync(database, cancellationToken)).FirstOrDefault() is { } index)
            {
                await ExecuteAsync(database, index.Sql.Replace("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ", StringComparison.Ordinal), cancellationToken);
                await database.Database.ExecuteSqlAsync($"DELETE FROM deferred_indexes WHERE name = {index.Name}", cancellationToken);
            }
            else
            {
                await ExecuteAsync(database, "DROP TABLE deferred_indexes", cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static async Task<bool> ExistsAsync(AuthDbContext database, CancellationToken cancellationToken) =>
        await database.Database.SqlQueryRaw<int>(Exists).SingleAsync(cancellationToken) == 1;

    private static Task<List<DeferredIndex>> ListAsync(AuthDbContext database, CancellationToken cancellationToken) =>
        database.Database.SqlQueryRaw<DeferredIndex>("SELECT name AS Name, sql AS Sql FROM deferred_indexes ORDER BY name")
            .ToListAsync(cancellationToken);

    private static Task<int> ExecuteAsync(AuthDbContext database, string sql, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);

    private sealed record DeferredIndex(string Name, string Sql);
}
