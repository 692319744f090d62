using System.Data.Common;
using Auth.Application;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence;

/// <summary>Migrates the database, or verifies that no migration is missing.</summary>
public sealed class DatabaseSchema(AuthDbContext database, IDatabaseEngine provider, IOptions<DatabaseOptions> options)
{
    /// <summary>
    /// Migrates the database if <see cref="DatabaseOptions.MigrateOnStart"/> is set. Otherwise fails if migrations are missing.
    /// </summary>
    /// <exception cref="StartupException">
    /// Migrations are missing, the database cannot be reached, or <see cref="DatabaseOptions.PlainTokenTable"/> cannot be read.
    /// </exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await (options.Value.MigrateOnStart is true ? MigrateAsync(cancellationToken) : RequireCurrentAsync(cancellationToken));
        if (options.Value.PlainTokenTable is { Length: > 0 } table)
            await PlainTokenTable.CheckAsync(database, table, cancellationToken);
    }

    /// <summary>Applies the missing migrations. If several processes call this at once, only one of them migrates.</summary>
    /// <returns>The names of the migrations that were missing.</returns>
    /// <exception cref="StartupException">The database cannot be reached, created or configured.</exception>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) =>
        ReportOutageAsync(() => provider.MigrateAsync(database, cancellationToken));

    /// <summary>
    /// Reads the applied migrations: a few rows, in the one statement that is needed anyway to check that the database responds.
    /// This detects a restored or replaced database immediately.
    /// </summary>
    /// <returns>The missing migrations. Migrations of a newer version of the program are ignored.</returns>
    /// <exception cref="DbException">The database cannot be reached, or lacks the migrations table.</exception>
    public async Task<IReadOnlyCollection<string>> FindMissingMigrationsAsync(CancellationToken cancellationToken)
    {
        var missing = database.Database.GetMigrations().ToHashSet();
        await using var connection = provider.CreateProbeConnection();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT \"MigrationId\" FROM \"{HistoryRepository.DefaultTableName}\"";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            missing.Remove(reader.GetString(0));
        return missing;
    }

    private async Task RequireCurrentAsync(CancellationToken cancellationToken)
    {
        var pending = (await ReportOutageAsync(() => database.Database.GetPendingMigrationsAsync(cancellationToken))).ToList();
        if (pending.Count > 0)
        {
            throw new StartupException(
                $"The database lacks {pending.Count} migration(s), starting with {pending[0]}. Run the command \"migrate\" "
                + "of this program (dotnet Auth.Api.dll migrate), or set Auth:Database:MigrateOnStart to true.");
        }

        await provider.PrepareAsync(database, cancellationToken);
    }

    /// <summary>Reports in one line that the database could not be reached in any of EF Core's retries.</summary>
    private static async Task<T> ReportOutageAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (RetryLimitExceededException exception) when (exception.InnerException is DbException error)
        {
            throw new StartupException($"The database of Auth:Database:ConnectionString cannot be used: {error.Message}");
        }
    }
}
