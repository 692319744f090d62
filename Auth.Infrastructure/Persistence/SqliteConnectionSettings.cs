using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// Has SQLite keep what was acknowledged through a loss of power (without <c>synchronous=FULL</c>, a commit in WAL mode may be
/// lost with it), and has it wait itself for another writer to finish: it looks again after milliseconds, where the provider
/// would after 150. The settings belong to a connection, not to the file.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    /// <summary>For how long SQLite waits, in milliseconds, before it says that another one is at it.</summary>
    internal const string BusyTimeout = "PRAGMA busy_timeout=30000;";

    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; " + BusyTimeout;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
