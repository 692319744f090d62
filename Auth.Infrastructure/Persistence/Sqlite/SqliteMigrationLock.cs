using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>
/// A lock that allows one process at a time to migrate a SQLite file. EF Core's own lock is a row, which remains forever if the
/// process is killed during a migration. The operating system releases this lock with the process. The holder may delete such
/// a row.
/// </summary>
internal sealed class SqliteMigrationLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private SqliteMigrationLock(FileStream file) => _file = file;

    public static async Task<SqliteMigrationLock> AcquireAsync(
        AuthDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(database.Database.GetDbConnection().DataSource) + "-migrating";
        while (true)
        {
            try
            {
                return new SqliteMigrationLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Deletes a leftover row of EF Core's lock, which no running process holds.</summary>
    public static Task RemoveLeftoverAsync(AuthDbContext database, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" "
            + "(\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); "
            + "DELETE FROM \"__EFMigrationsLock\";",
            cancellationToken);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
