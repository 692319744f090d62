using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auth.Infrastructure.Persistence;

/// <summary>Asks the database whether it could serve a request now.</summary>
public sealed class DatabaseProbe(AuthDbContext database)
{
    private const int TimeoutSeconds = 2;

    /// <summary>
    /// Reads which migrations were applied: a handful of rows, in the one statement that it takes anyway to learn whether the
    /// database answers. So one that was restored or replaced is noticed at once.
    /// </summary>
    /// <param name="cancellationToken">Gives up; SQLite's calls block the thread regardless.</param>
    /// <returns>The migrations that the database lacks; those of a newer program are not counted against it.</returns>
    /// <exception cref="DbException">The database cannot be reached, or has no such table.</exception>
    public async Task<IReadOnlyCollection<string>> FindMissingMigrationsAsync(CancellationToken cancellationToken)
    {
        var missing = database.Database.GetMigrations().ToHashSet();
        await using var connection = CreateConnection(database.Database.GetConnectionString()!);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT \"MigrationId\" FROM \"{HistoryRepository.DefaultTableName}\"";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            missing.Remove(reader.GetString(0));
        return missing;
    }

    private DbConnection CreateConnection(string connectionString) => database is SqliteAuthDbContext
        ? new SqliteConnection(ForSqlite(connectionString))
        : new SqlConnection(ForSqlServer(connectionString));

    /// <summary>A connection that is open already would go on reading a file that is gone.</summary>
    private static string ForSqlite(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = TimeoutSeconds };
        if (settings.Mode is SqliteOpenMode.ReadWriteCreate)
            settings.Mode = SqliteOpenMode.ReadWrite;
        return settings.ConnectionString;
    }

    /// <summary>
    /// A pool of one connection: that requests have taken all of theirs does not make the database unreachable; nor does it
    /// stay so for the while in which a pool does not try again.
    /// </summary>
    private static string ForSqlServer(string connectionString) => new SqlConnectionStringBuilder(connectionString)
    {
        MinPoolSize = 0,
        MaxPoolSize = 1,
        PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
        ConnectTimeout = TimeoutSeconds,
        ConnectRetryCount = 0,
    }.ConnectionString;
}
