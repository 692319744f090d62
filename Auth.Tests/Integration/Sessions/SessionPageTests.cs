using System.Collections.Concurrent;
using System.Data.Common;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

/// <summary>Pagination of session lists.</summary>
[OnEachDatabase]
public sealed class SessionPageTests(DatabaseEngine engine)
{
    private const string Mine = "/api/users/me/sessions";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task Pages_contain_each_session_once_ordered_by_last_use(int limit)
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var user = await server.CreateUserAsync();
        await StoreAsync(server, user, [0, 0, 0, 0, 1, 2, 2, 2, 3]);

        var (pages, ids) = await ReadAllAsync(server, user, $"{Mine}?limit={limit}");

        var stored = (await server.SessionsOfAsync(user)).ToDictionary(session => session.Id, session => session.LastUsedAt);
        Assert.That(ids, Is.EquivalentTo(stored.Keys));
        Assert.That(ids.Select(id => stored[id]), Is.Ordered.Descending);
        Assert.That(pages, Is.EqualTo((9 + limit - 1) / limit));
    }

    [Test]
    public async Task A_next_link_of_a_superuser_leads_to_the_same_users_sessions()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var (user, superuser) = (await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        await StoreAsync(server, user, [0, 1, 2]);

        var (pages, ids) = await ReadAllAsync(server, superuser, $"/api/users/{user.Id}/sessions?limit=2");

        Assert.That((pages, ids.Count), Is.EqualTo((2, 3)));
    }

    [TestCase("?limit=0", "query.limit")]
    [TestCase("?limit=101", "query.limit")]
    [TestCase("?cursor=1", "query.cursor")]
    [TestCase("?cursor=-1.0", "query.cursor")]
    [TestCase("?cursor=1.x", "query.cursor")]
    [TestCase("?cursor=9223372036854775807.0", "query.cursor")]
    public async Task An_invalid_query_is_refused(string query, string location)
    {
        var server = await SharedServers.GetAsync(engine);

        using var response = await server.SendAsync(
            HttpMethod.Get, Mine + query, await server.TokenOfAsync(await server.CreateUserAsync()));

        Assert.That((await response.ProblemsAsync()).Single(), Does.StartWith(location));
    }

    [Test]
    public async Task A_page_of_10000_sessions_is_read_in_index_order()
    {
        if (engine is not DatabaseEngine.Sqlite)
            Assert.Ignore("requires SQLite: EXPLAIN QUERY PLAN");
        var plans = new RecordedPlans();
        await using var server = await AuthServer.StartAsync(engine, services: services => services
            .AddSingleton<TimeProvider>(_clock)
            .ConfigureDbContext<SqliteAuthDbContext>(options => options.AddInterceptors(plans)));
        var user = await server.CreateUserAsync();
        await StoreAsync(server, user, [.. Enumerable.Range(0, 10_000)]);
        var token = await server.TokenOfAsync(user);
        using var first = await server.SendAsync(HttpMethod.Get, $"{Mine}?limit=10", token);

        await server.StatusAsync(HttpMethod.Get, NextOf(first)!, token);

        var lines = plans.Lines.ToList();
        Assert.That(lines, Has.Exactly(2).Contains("USING INDEX ix_sessions_user_id_last_used_at"));
        Assert.That(lines, Has.None.EqualTo("USE TEMP B-TREE FOR ORDER BY"));
    }

    private async Task StoreAsync(AuthServer server, User user, int[] seconds)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var now = _clock.GetUtcNow();
        database.AddRange(seconds.Select(second =>
            Session.Open(user.Id, null, null, now.AddSeconds(-second), now.AddDays(1))));
        await database.SaveChangesAsync();
    }

    private static async Task<(int Pages, List<Guid> Ids)> ReadAllAsync(AuthServer server, User caller, string path)
    {
        var token = await server.TokenOfAsync(caller);
        var (pages, ids) = (0, new List<Guid>());
        for (var next = path; next is not null; pages++)
        {
            using var response = await server.SendAsync(HttpMethod.Get, next, token);
            ids.AddRange((await response.JsonAsync()).EnumerateArray().Select(session => session.GetProperty("id").GetGuid()));
            next = NextOf(response);
        }

        return (pages, ids);
    }

    private static string? NextOf(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
            return null;
        var link = links.Single();
        Assert.That(link, Does.Match("^<[^>]+>; rel=\"next\"$"));
        return link[1..link.IndexOf('>', StringComparison.Ordinal)];
    }

    /// <summary>Records the query plans of SELECT statements on sessions.</summary>
    private sealed class RecordedPlans : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.Contains("FROM \"sessions\"", StringComparison.Ordinal)
                || !command.CommandText.Contains("ORDER BY", StringComparison.Ordinal)
                || command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal))
            {
                return result;
            }

            await using var explain = command.Connection!.CreateCommand();
#pragma warning disable CA2100 // The text is a command of the service.
            explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
#pragma warning restore CA2100
            foreach (DbParameter parameter in command.Parameters)
            {
                var copy = explain.CreateParameter();
                (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
                explain.Parameters.Add(copy);
            }

            await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                _lines.Enqueue(reader.GetString(3));
            return result;
        }
    }
}
