using Auth.Application;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Applies the settings of the file itself: WAL mode, in which readers do not wait for the writer, and permissions. A restored
/// or copied file may have other settings.
/// </summary>
internal static class SqliteFileSettings
{
    /// <exception cref="StartupException">The file cannot be switched to WAL mode.</exception>
    public static async Task ApplyAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        SqliteDatabaseFile.RestrictToOwner(database.Database.GetDbConnection().DataSource);
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = database.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL";
            if (await command.ExecuteScalarAsync(cancellationToken) is not "wal")
            {
                throw new StartupException(
                    "The SQLite file cannot be switched to WAL mode, which several connections require. Keep it on "
                    + "a local disk, and stop other programs that have it open.");
            }
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }
}
