using System.Data.Common;
using Auth.Domain.Users;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>Microsoft SQL Server.</summary>
internal sealed class SqlServerProvider(IOptions<DatabaseOptions> options, TimeProvider time) : IDatabaseEngine
{
    private const int ProbeTimeoutSeconds = 2;

    private string ConnectionString => options.Value.ConnectionString!;

    public string? Validate(DatabaseOptions options)
    {
        if (string.IsNullOrEmpty(options.ConnectionString))
            return "Auth:Database:ConnectionString is missing: SQL Server requires it.";
        _ = new SqlConnectionStringBuilder(options.ConnectionString);
        return null;
    }

    public void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlServer(ForService(ConnectionString), server => server.EnableRetryOnFailure());

    public IUserLookup CreateUserLookup(IServiceProvider services) =>
        new SqlServerUserLookup(services.GetRequiredService<IDbContextFactory<SqlServerAuthDbContext>>());

    public Task<IReadOnlyList<string>> MigrateAsync(AuthDbContext database, CancellationToken cancellationToken) =>
        SqlServerMigration.MigrateAsync(database, time, cancellationToken);

    public DbConnection CreateProbeConnection() => new SqlConnection(ForProbe(ConnectionString));

    public DatabaseFault Classify(Exception exception) => SqlServerFaults.Classify(exception);

    /// <summary>
    /// Returns the connection string for requests. By default, SqlClient's pool blocks new connections for up to a minute after
    /// a failed one, which would prolong an outage.
    /// </summary>
    internal static string ForService(string configured) =>
        new SqlConnectionStringBuilder(configured) { PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock }.ConnectionString;

    /// <summary>Returns the connection string for the readiness check, which has its own pool.</summary>
    internal static string ForProbe(string configured) => new SqlConnectionStringBuilder(configured)
    {
        MinPoolSize = 0,
        MaxPoolSize = 1,
        PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
        ConnectTimeout = ProbeTimeoutSeconds,
        ConnectRetryCount = 0,
    }.ConnectionString;
}
