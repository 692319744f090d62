using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// Migrates SQL Server. EF Core's lock, which lets one process at a time do so, is in the database: of several that find none,
/// each would make one, and all but one of them fail.
/// </summary>
internal static class SqlServerMigration
{
    private const int DatabaseExists = 1801;

    // Two databases cannot be made at once, since both are copies of the one named model.
    private const int ModelInUse = 1807;

    private const int Attempts = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    public static async Task MigrateAsync(AuthDbContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.Database.MigrateAsync(cancellationToken);
                return;
            }
            catch (SqlException exception) when (exception.Number is DatabaseExists or ModelInUse && attempt < Attempts)
            {
                // It exists, but may not be open yet.
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
