using System.Data;
using System.Data.Common;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Persistence;

/// <summary>What SQL Server is asked on every request with a token; no server is needed to see it.</summary>
public sealed class UserLookupTests
{
    [Test]
    public async Task Without_a_session_one_row_of_the_users_is_read() =>
        Assert.That(await SqlAsync(sessionId: null), Does.Contain("FROM [users]").And.Not.Contain("[sessions]"));

    [Test]
    public async Task The_session_is_looked_at_by_the_same_statement() =>
        Assert.That(await SqlAsync(Guid.NewGuid()), Does.Contain("FROM [users]").And.Contain("EXISTS").And.Contain("FROM [sessions]"));

    [Test]
    public async Task Contexts_with_other_models_have_queries_of_their_own()
    {
        // Each service provider of EF Core builds a model of its own.
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

    /// <summary>Answers every query with no rows, over a connection that is never opened.</summary>
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
