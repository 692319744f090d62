using Auth.Application;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// Migrates PostgreSQL. An advisory lock lets one process migrate at a time: EF Core's own lock ends with each migration. Several
/// processes that find no database all try to create it, and all but one of them fail.
/// </summary>
internal static class PostgreSqlMigration
{
    private const int Attempts = 60;

    /// <summary>The key of the advisory lock, "auth" in ASCII.</summary>
    private const int LockKey = 0x61757468;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <returns>The names of the migrations that were missing.</returns>
    /// <exception cref="StartupException">The role may not create the database or its tables.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        AuthDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        // No timeout: a migration of a large table, or the wait for another process's migration, can take long.
        database.Database.SetCommandTimeout(0);
        try
        {
            await CreateIfMissingAsync(database, time, cancellationToken);
            await using var migrationLock = await LockAsync(database, cancellationToken);
            var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            await database.Database.MigrateAsync(cancellationToken);
            return pending;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StartupException(
                "The role of Auth:Database:ConnectionString may not create or alter the database "
                + $"{database.Database.GetDbConnection().Database} (PostgreSQL error 42501). Create the database with the role as "
                + "its owner.");
        }
        finally
        {
            database.Database.SetCommandTimeout((int?)null);
        }
    }

    /// <summary>Waits for the lock, which the returned connection holds until it is closed.</summary>
    private static async Task<NpgsqlConnection> LockAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        var connection = ((NpgsqlConnection)database.Database.GetDbConnection()).CloneWith(
            new NpgsqlConnectionStringBuilder(database.Database.GetConnectionString()) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = 0 };
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task CreateIfMissingAsync(AuthDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        var creator = database.GetService<IRelationalDatabaseCreator>();
        for (var attempt = 1; !await creator.ExistsAsync(cancellationToken); attempt++)
        {
            try
            {
                await creator.CreateAsync(cancellationToken);
                return;
            }
            catch (PostgresException exception) when (IsConcurrentCreation(exception) && attempt < Attempts)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Whether another process is creating the same database, or another database from the same template. PostgreSQL reports the
    /// first as a violated key if both began at the same time.
    /// </summary>
    private static bool IsConcurrentCreation(PostgresException exception) => exception.SqlState
        is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ObjectInUse;
}
