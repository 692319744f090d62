using System.Data.Common;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auth.Infrastructure.Persistence;

/// <summary>Asks the database whether it could serve a request now.</summary>
public sealed class DatabaseProbe(AuthDbContext database)
{
    private const int TimeoutSeconds = 2;

    /// <summary>As much as a few writes need.</summary>
    private const int ProbeBytes = 256 * 1024;

    /// <summary>
    /// Reads which migrations were applied: a handful of rows, in the one statement that it takes anyway to learn whether the
    /// database answers. So one that was restored or replaced is noticed at once.
    /// </summary>
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

    /// <summary>
    /// Writes and deletes a file beside the SQLite database, which shows a full or read-only disk. Other engines report their
    /// own disks.
    /// </summary>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public async Task CheckDiskAsync(CancellationToken cancellationToken)
    {
        if (database is not SqliteAuthDbContext)
            return;
        await using var file = new FileStream(
            Path.GetFullPath(database.Database.GetDbConnection().DataSource) + "-probe",
            FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await file.WriteAsync(new byte[ProbeBytes], cancellationToken);
    }

    private DbConnection CreateConnection(string connectionString) => database is SqliteAuthDbContext
        ? new SqliteConnection(ForSqlite(connectionString))
        : new SqlConnection(SqlServerConnectionStrings.ForProbe(connectionString, TimeoutSeconds));

    /// <summary>A pooled connection would go on reading a file that is deleted.</summary>
    private static string ForSqlite(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = TimeoutSeconds }.ConnectionString;
}
