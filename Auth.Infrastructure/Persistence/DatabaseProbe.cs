using System.Data.Common;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auth.Infrastructure.Persistence;

/// <summary>Checks whether the database can serve a request.</summary>
public sealed class DatabaseProbe(AuthDbContext database)
{
    private const int TimeoutSeconds = 2;

    /// <summary>The number of bytes that a few writes need.</summary>
    private const int ProbeBytes = 256 * 1024;

    /// <summary>
    /// Reads the applied migrations: a few rows, in the one statement that is needed anyway to check that the database responds.
    /// This detects a restored or replaced database immediately.
    /// </summary>
    /// <returns>The missing migrations. Migrations of a newer version of the program are ignored.</returns>
    /// <exception cref="DbException">The database cannot be reached, or lacks the migrations table.</exception>
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
    /// Writes and deletes a file beside the SQLite database, to detect a full or read-only disk. Other engines monitor their
    /// own disks.
    /// </summary>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
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

    /// <summary>Disables pooling: a pooled connection would continue to read a deleted file.</summary>
    private static string ForSqlite(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = TimeoutSeconds }.ConnectionString;
}
