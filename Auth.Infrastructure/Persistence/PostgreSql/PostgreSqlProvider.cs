using System.Data.Common;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>PostgreSQL 13 or later.</summary>
internal sealed class PostgreSqlProvider(IOptions<DatabaseOptions> options, TimeProvider time) : IDatabaseEngine, IAsyncDisposable, IDisposable
{
    private const int ProbeTimeoutSeconds = 2;
    private const int PreparedStatements = 50;
    private const int Retries = 6;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lazy<NpgsqlDataSource> _connections = new(
        () => NpgsqlDataSource.Create(ForService(options.Value.ConnectionString!)));

    private readonly Lazy<NpgsqlDataSource> _probe = new(
        () => NpgsqlDataSource.Create(ForProbe(options.Value.ConnectionString!)));

    public string? Validate(DatabaseOptions options)
    {
        if (string.IsNullOrEmpty(options.ConnectionString))
            return "Auth:Database:ConnectionString is missing: PostgreSQL requires it.";
        return string.IsNullOrEmpty(ForService(options.ConnectionString).Host)
            ? "Auth:Database:ConnectionString must contain the Host of PostgreSQL."
            : null;
    }

    public void Configure(DbContextOptionsBuilder builder) => builder.UseNpgsql(
        _connections.Value,
        postgreSql => postgreSql.EnableRetryOnFailure(Retries, LongestPause, errorCodesToAdd: null));

    public IUserLookup CreateUserLookup(IServiceProvider services) => new PostgreSqlUserLookup(_connections.Value);

    public Task<IReadOnlyList<string>> MigrateAsync(AuthDbContext database, CancellationToken cancellationToken) =>
        PostgreSqlMigration.MigrateAsync(database, time, cancellationToken);

    public Task InsertAsync<T>(AuthDbContext database, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => PostgreSqlCopy.InsertAsync(database, rows, cancellationToken);

    public DbConnection CreateProbeConnection() => _probe.Value.CreateConnection();

    public DatabaseFault Classify(Exception exception) => PostgreSqlFaults.Classify(exception);

    public void Dispose()
    {
        foreach (var connections in Created())
            connections.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connections in Created())
            await connections.DisposeAsync();
    }

    /// <summary>Adds prepared statements, unless the operator sets their number: PgBouncer before 1.21 does not support them.</summary>
    internal static NpgsqlConnectionStringBuilder ForService(string configured)
    {
        var connection = new NpgsqlConnectionStringBuilder(configured);
        if (!connection.ShouldSerialize("Max Auto Prepare"))
            (connection.MaxAutoPrepare, connection.AutoPrepareMinUsages) = (PreparedStatements, 2);
        return connection;
    }

    /// <summary>Returns the connection settings of the readiness check, which has its own pool.</summary>
    internal static NpgsqlConnectionStringBuilder ForProbe(string configured) => new(configured)
    {
        MinPoolSize = 0,
        MaxPoolSize = 1,
        Timeout = ProbeTimeoutSeconds,
        CommandTimeout = ProbeTimeoutSeconds,
    };

    private IEnumerable<NpgsqlDataSource> Created() =>
        new[] { _connections, _probe }.Where(source => source.IsValueCreated).Select(source => source.Value);
}
