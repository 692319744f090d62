using Auth.Application;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Storage;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>Classifies the exceptions of SQL Server.</summary>
internal static class SqlServerFaults
{
    /// <summary>The minimum severity of errors that end the connection.</summary>
    private const byte ConnectionLost = 20;

    private const string SqlClient = "Microsoft.Data.SqlClient";

    /// <summary>Command timeout, deadlock, lock timeout.</summary>
    private static readonly HashSet<int> BusyNumbers = [-2, 1205, 1222];

    private static readonly HashSet<int> UnavailableNumbers =
    [
        // Network errors of Windows and SqlClient.
        2, 20, 40, 53, 64, 121, 233, 258, 10053, 10054, 10060, 10061, 11001,

        // The login fails, or the database cannot be opened: offline, recovering, restoring, paused or shutting down.
        596, 904, 922, 924, 927, 942, 945, 4060, 6005, 17142, 18401, 18451, 18456,

        // The replica is secondary or not ready, or a failover is in progress.
        976, 978, 979, 982, 983, 3906, 3908, 4221, 35250,

        // Out of memory, disk space or log space.
        701, 802, 1101, 1105, 8645, 9002,

        // Azure SQL: the database moved, is throttled, or is out of resources.
        10928, 10929, 40197, 40501, 40540, 40613, 49918, 49919, 49920,
    ];

    public static DatabaseFault Classify(Exception exception)
    {
        foreach (var cause in exception.WithCauses())
        {
            switch (cause)
            {
                // EF Core has exhausted its retries.
                case RetryLimitExceededException:
                    return DatabaseFault.Unavailable;
                case SqlException error when error.Class >= ConnectionLost || UnavailableNumbers.Contains(error.Number):
                    return DatabaseFault.Unavailable;
                case SqlException error when BusyNumbers.Contains(error.Number):
                    return DatabaseFault.Busy;

                // The connection pool is exhausted. SqlClient has no exception type for this.
                case InvalidOperationException { Source: SqlClient } pool
                    when pool.Message.StartsWith("Timeout expired.", StringComparison.Ordinal):
                    return DatabaseFault.Busy;
            }
        }

        return DatabaseFault.None;
    }
}
