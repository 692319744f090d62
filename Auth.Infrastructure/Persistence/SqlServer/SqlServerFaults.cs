using Auth.Application;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Storage;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>Classifies the exceptions of SQL Server.</summary>
internal sealed class SqlServerFaults : IDatabaseFaults
{
    /// <summary>Errors of this severity and above end the connection.</summary>
    private const byte ConnectionLost = 20;

    private const string SqlClient = "Microsoft.Data.SqlClient";

    /// <summary>A command's timeout, a lock's timeout, a deadlock.</summary>
    private static readonly HashSet<int> BusyNumbers = [-2, 1205, 1222];

    private static readonly HashSet<int> UnavailableNumbers =
    [
        // The network, as Windows and SqlClient number it.
        2, 20, 40, 53, 64, 121, 233, 258, 10053, 10054, 10060, 10061, 11001,

        // The login fails, the database cannot be opened, is offline, in recovery, restoring, paused or shutting down.
        596, 904, 922, 924, 927, 942, 945, 4060, 6005, 17142, 18401, 18451, 18456,

        // A replica that is secondary or not ready, and a failover that goes on.
        976, 978, 979, 982, 983, 3906, 3908, 4221, 35250,

        // No disk space, no room for the log, no memory.
        701, 802, 1101, 1105, 8645, 9002,

        // Azure SQL: moved, throttled, out of resources.
        10928, 10929, 40197, 40501, 40540, 40613, 49918, 49919, 49920,
    ];

    public DatabaseFault Classify(Exception exception)
    {
        foreach (var cause in exception.WithCauses())
        {
            switch (cause)
            {
                // EF Core has retried for as long as it may.
                case RetryLimitExceededException:
                    return DatabaseFault.Unavailable;
                case SqlException error when error.Class >= ConnectionLost || UnavailableNumbers.Contains(error.Number):
                    return DatabaseFault.Unavailable;
                case SqlException error when BusyNumbers.Contains(error.Number):
                    return DatabaseFault.Busy;

                // No connection of the pool became free: SqlClient has no type for it.
                case InvalidOperationException { Source: SqlClient } pool
                    when pool.Message.StartsWith("Timeout expired.", StringComparison.Ordinal):
                    return DatabaseFault.Busy;
            }
        }

        return DatabaseFault.None;
    }
}
