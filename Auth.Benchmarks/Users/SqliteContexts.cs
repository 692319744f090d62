using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Auth.Benchmarks.Users;

/// <summary>Makes contexts as the service does: pooled, with the service's own settings of a connection.</summary>
internal sealed class SqliteContexts(string connectionString)
{
    private readonly PooledDbContextFactory<SqliteAuthDbContext> _pool = new(Options(connectionString));

    /// <summary>A context from the pool.</summary>
    public SqliteAuthDbContext Create() => _pool.CreateDbContext();

    /// <summary>A context of its own, which tells <paramref name="interceptor"/> what it does.</summary>
    public SqliteAuthDbContext CreateUnpooled(IInterceptor interceptor) => new(Options(connectionString, interceptor));

    private static DbContextOptions<SqliteAuthDbContext> Options(string connectionString, params IInterceptor[] interceptors) =>
        new DbContextOptionsBuilder<SqliteAuthDbContext>()
            .UseSqlite(connectionString)
            .AddInterceptors([new SqliteConnectionSettings(), .. interceptors])
            .Options;
}
