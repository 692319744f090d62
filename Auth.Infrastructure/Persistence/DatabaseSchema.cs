using Auth.Application;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence;

/// <summary>Migrates the database, or verifies that no migration is missing.</summary>
public sealed class DatabaseSchema(AuthDbContext database, IOptions<DatabaseOptions> options, TimeProvider time)
{
    /// <summary>
    /// Migrates the database if <see cref="DatabaseOptions.MigrateOnStart"/> is set. Otherwise fails if migrations are missing.
    /// </summary>
    /// <exception cref="StartupException">Migrations are missing. The message names the command that applies them.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        options.Value.MigrateOnStart is true ? MigrateAsync(cancellationToken) : RequireCurrentAsync(cancellationToken);

    /// <summary>Applies the missing migrations. If several processes call this at once, only one of them migrates.</summary>
    /// <returns>The names of the migrations that were missing.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        if (database is SqliteAuthDbContext sqlite)
            return await MigrateSqliteAsync(sqlite, cancellationToken);
        return await SqlServerMigration.MigrateAsync(database, time, cancellationToken);
    }

    private async Task RequireCurrentAsync(CancellationToken cancellationToken)
    {
        var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            throw new StartupException(
                $"The database lacks {pending.Count} migration(s), starting with {pending[0]}. Run the command \"migrate\" "
                + "of this program (dotnet Auth.Api.dll migrate), or set Auth:Database:MigrateOnStart to true.");
        }

        if (database is SqliteAuthDbContext)
            await SqliteFileSettings.ApplyAsync(database, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> MigrateSqliteAsync(SqliteAuthDbContext sqlite, CancellationToken cancellationToken)
    {
        await using var migrationLock = await SqliteMigrationLock.AcquireAsync(sqlite, time, cancellationToken);
        SqliteDatabaseFile.CreateIfMissing(database.Database.GetDbConnection().DataSource);
        await SqliteFileSettings.ApplyAsync(sqlite, cancellationToken);
        await SqliteMigrationLock.RemoveLeftoverAsync(sqlite, cancellationToken);
        return await ApplyAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await database.Database.MigrateAsync(cancellationToken);
        return pending;
    }
}
