using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Configures each connection to SQLite. <c>synchronous=FULL</c> preserves acknowledged commits across a power loss; WAL mode
/// alone does not. <c>busy_timeout</c> makes SQLite poll for the write lock every few milliseconds; the provider itself polls
/// every 150 milliseconds. These settings belong to the connection, not to the file.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    /// <summary>The time that SQLite waits for another writer before a statement fails with SQLITE_BUSY.</summary>
    internal const string BusyTimeout = "PRAGMA busy_timeout=30000;";

    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; " + BusyTimeout;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (!IsCurrent((SqliteConnection)connection))
            connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!IsCurrent((SqliteConnection)connection))
            await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Closes a pooled connection to a file that was deleted or replaced, because its writes would be lost. Reopening opens the
    /// current file, or fails.
    /// </summary>
    private static bool IsCurrent(SqliteConnection connection)
    {
        if (!SqliteDatabaseFile.HasMoved(connection))
            return true;
        SqliteConnection.ClearPool(connection);
        connection.Close();
        return false;
    }
}
