using Microsoft.Data.SqlClient;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>Derives the connection strings of SQL Server from the configured one.</summary>
internal static class SqlServerConnectionStrings
{
    /// <summary>
    /// Returns the connection string for requests. By default, SqlClient's pool blocks new connections for up to a minute after
    /// a failed one, which would prolong an outage.
    /// </summary>
    public static string ForService(string configured) =>
        new SqlConnectionStringBuilder(configured) { PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock }.ConnectionString;

    /// <summary>
    /// Returns the connection string for the readiness check. It has its own pool, so that a full pool of the service does not
    /// count as an outage.
    /// </summary>
    public static string ForProbe(string configured, int timeoutSeconds) => new SqlConnectionStringBuilder(configured)
    {
        MinPoolSize = 0,
        MaxPoolSize = 1,
        PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
        ConnectTimeout = timeoutSeconds,
        ConnectRetryCount = 0,
    }.ConnectionString;
}
