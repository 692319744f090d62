using System.Data;
using System.Data.Common;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Persistence;

/// <summary>Tests of the SQL Server query of every request with a token. They require no server.</summary>
public sealed class UserLookupTests
{
    [Test]
    public async Task A_lookup_without_a_session_reads_only_the_users() =>
        Assert.That(await SqlAsync(sessionId: null), Does.Contain("FROM [users]").And.Not.Contain("[sessions]"));

    [Test]
    public async Task A_lookup_with_a_session_checks_it_in_the_same_statement() =>
        Assert.That(await SqlAsync(Guid.NewGuid()), Does.Contain("FROM [users]").And.Contain("EXISTS").And.Contain("FROM [sessions]"));

    [Test]
    public async Task A_context_with_another_model_has_a_separate_query()
    {
        // Each EF Core service provider builds its own model.
        await SqlAsync(sessionId: null);

        Assert.That(() => SqlAsync(sessionId: null, new ServiceCollection().AddEntityFrameworkSqlServer().BuildServiceProvider()),
            Does.Contain("FROM [users]"));
    }

    private static async Task<string> SqlAsync(Guid? sessionId, IServiceProvider? frameworkServices = null)
    {
        var recorder = new Recorder();
        await using var services = new ServiceCollection()
            .AddPooledDbContextFactory<SqlServerAuthDbContext>(
                options => options.UseSqlServer("Server=nowhere").AddInterceptors(recorder)
                    .UseInternalServiceProvider(frameworkServices))
            .BuildServiceProvider();
        var lookup = new SqlServerUserLookup(services.GetRequiredService<IDbContextFactory<SqlServerAuthDbContext>>());

        Assert.That(await lookup.FindAsync(Guid.NewGuid(), sessionId, DateTimeOffset.UnixEpoch, default), Is.Null);

        return recorder.Sql.Single();
    }

    /// <summary>Returns no rows for every query, without opening a connection.</summary>
    private sealed class Recorder : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public List<string> Sql { get; } = [];

        public ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken) =>
            new(InterceptionResult.Suppress());

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Sql.Add(command.CommandText);
            return new(InterceptionResult<DbDataReader>.SuppressWithResult(new DataTableReader(new DataTable())));
        }
    }
}
