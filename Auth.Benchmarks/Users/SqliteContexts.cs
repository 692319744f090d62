using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Auth.Benchmarks.Users;

/// <summary>Creates contexts as the service does: pooled, with the connection settings of the service.</summary>
internal sealed class SqliteContexts(string connectionString)
{
    private readonly PooledDbContextFactory<SqliteAuthDbContext> _pool = new(Options(connectionString));

    /// <summary>Returns a context from the pool.</summary>
    public SqliteAuthDbContext Create() => _pool.CreateDbContext();

    /// <summary>Creates an unpooled context that reports its commands to <paramref name="interceptor"/>.</summary>
    public SqliteAuthDbContext CreateUnpooled(IInterceptor interceptor) => new(Options(connectionString, interceptor));

    private static DbContextOptions<SqliteAuthDbContext> Options(string connectionString, params IInterceptor[] interceptors) =>
        new DbContextOptionsBuilder<SqliteAuthDbContext>()
            .UseSqlite(connectionString)
            .AddInterceptors([new SqliteConnectionSettings(), .. interceptors])
            .Options;
}
