using Auth.Application;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>Classifies the exceptions of PostgreSQL by their SQLSTATE, and those of Npgsql.</summary>
internal static class PostgreSqlFaults
{
    private static readonly HashSet<string> BusyStates =
    [
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.QueryCanceled,
    ];

    /// <summary>
    /// The classes or codes of errors of the connection, the login, the server's resources, its shutdown and its disk, and of a
    /// missing database, a read-only replica and damaged data.
    /// </summary>
    private static readonly string[] UnavailableStates = ["08", "28", "53", "57P", "58", "3D000", "25006", "XX001", "XX002"];

    public static DatabaseFault Classify(Exception exception)
    {
        foreach (var cause in exception.WithCauses())
        {
            switch (cause)
            {
                // EF Core has exhausted its retries.
                case RetryLimitExceededException:
                    return DatabaseFault.Unavailable;
                case PostgresException error when BusyStates.Contains(error.SqlState):
                    return DatabaseFault.Busy;
                case PostgresException error:
                    return UnavailableStates.Any(state => error.SqlState.StartsWith(state, StringComparison.Ordinal))
                        ? DatabaseFault.Unavailable
                        : DatabaseFault.None;

                // The connection pool is exhausted, or a command timed out. Npgsql has no exception types for these.
                case NpgsqlException { InnerException: TimeoutException } timeout
                    when timeout.Message.StartsWith("The connection pool", StringComparison.Ordinal)
                    || timeout.Message.StartsWith("Exception while reading", StringComparison.Ordinal):
                    return DatabaseFault.Busy;

                // The server cannot be reached, or closed the connection.
                case NpgsqlException:
                    return DatabaseFault.Unavailable;
            }
        }

        return DatabaseFault.None;
    }
}
