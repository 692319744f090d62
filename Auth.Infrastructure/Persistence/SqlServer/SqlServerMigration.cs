using Auth.Application;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>
/// Migrates SQL Server. EF Core's migration lock is inside the database. Several processes that find no database all try to
/// create it, and all but one of them fail.
/// </summary>
internal static class SqlServerMigration
{
    private const int DatabaseExists = 1801;
    private const int PermissionDenied = 262;
    private const int CannotOpenDatabase = 4060;
    private const int LoginFailed = 18456;

    private const int Attempts = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <returns>The names of the applied migrations.</returns>
    /// <exception cref="StartupException">The login may not create or open the database.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        AuthDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        // No timeout: a migration of a large table, or the wait for another process's migration, can take long.
        database.Database.SetCommandTimeout(0);
        try
        {
            var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            await ApplyAsync(database, time, cancellationToken);
            return pending;
        }
        catch (SqlException exception) when (Explain(exception.Number, database) is { } explanation)
        {
            throw new StartupException(explanation);
        }
        finally
        {
            database.Database.SetCommandTimeout((int?)null);
        }
    }

    /// <summary>Returns instructions for the operator, or null for any other error.</summary>
    internal static string? Explain(int error, AuthDbContext database)
    {
        var name = database.Database.GetDbConnection().Database;
        return error switch
        {
            PermissionDenied => $"The database {name} does not exist, or the login may not open it; nor may the login create "
                + "or alter it (SQL Server error 262). Create the database and make the login its db_owner.",
            CannotOpenDatabase => $"The login of Auth:Database:ConnectionString cannot open the database {name} (SQL Server error "
                + "4060). Create a user for the login in it.",
            LoginFailed => "SQL Server refuses the login of Auth:Database:ConnectionString (SQL Server error 18456).",
            _ => null,
        };
    }

    private static async Task ApplyAsync(AuthDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.Database.MigrateAsync(cancellationToken);
                return;
            }
            catch (SqlException exception) when (exception.Number is DatabaseExists && attempt < Attempts)
            {
                // The database exists, but may not accept connections yet.
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
