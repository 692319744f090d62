using Microsoft.Data.SqlClient;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>The connection strings of SQL Server, made from the configured one.</summary>
internal static class SqlServerConnectionStrings
{
    /// <summary>
    /// The connection string for requests. By default, SqlClient's pool refuses new connections for up to a minute after one
    /// has failed, and an outage would last that much longer.
    /// </summary>
    public static string ForService(string configured) =>
        new SqlConnectionStringBuilder(configured) { PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock }.ConnectionString;

    /// <summary>The connection string for the readiness check: a pool of its own, so that a full pool of the service is no outage.</summary>
    public static string ForProbe(string configured, int timeoutSeconds) => new SqlConnectionStringBuilder(configured)
    {
        MinPoolSize = 0,
        MaxPoolSize = 1,
        PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
        ConnectTimeout = timeoutSeconds,
        ConnectRetryCount = 0,
    }.ConnectionString;
}
