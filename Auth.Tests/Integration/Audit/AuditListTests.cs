using System.Text.Json;
using Auth.Domain.Audit;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Audit;

/// <summary><c>GET /api/audit</c>.</summary>
[OnEachDatabase]
public sealed class AuditListTests(DatabaseEngine engine)
{
    private readonly Guid _user = Guid.NewGuid();

    /// <summary>The current time. Housekeeping deletes old events.</summary>
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Test]
    public async Task Only_superusers_read_the_trail()
    {
        var server = await ServerAsync();
        var plain = await server.TokenOfAsync(await server.CreateUserAsync());

        using var anonymous = await server.SendAsync(HttpMethod.Get, "/api/audit");
        using var forbidden = await server.SendAsync(HttpMethod.Get, "/api/audit", plain);

        Assert.That(
            (await anonymous.SummaryAsync(), await forbidden.SummaryAsync()), Is.EqualTo(("401 Unauthorized", "403 Forbidden")));
    }

    [Test]
    public async Task An_event_has_all_members()
    {
        var (server, actor, session) = (await ServerAsync(), Guid.NewGuid(), Guid.NewGuid());
        var stored = new AuditEvent
        {
            OccurredAt = new DateTimeOffset(2100, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            Name = "user_updated",
            UserId = _user,
            ActorId = actor,
            SessionId = session,
            IpAddress = "2001:db8::1",
            Detail = "is_active",
        };
        await AddAsync(server, stored);

        using var answer = await server.ListAuditAsync($"?user={_user}");

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(
            $$"""{"items":[{"id":{{stored.Id}},"occurred_at":"2100-01-02T02:04:05Z","event":"user_updated","user_id":"{{_user}}","""
            + $"\"actor_id\":\"{actor}\",\"by_operator\":false,\"session_id\":\"{session}\",\"ip_address\":\"2001:db8::1\","
            + "\"detail\":\"is_active\"}],\"next_cursor\":null}"));
    }

    [Test]
    public async Task The_newest_event_is_first_and_missing_values_are_null()
    {
        var server = await ServerAsync();
        await AddAsync(server, Event("login_failed"), Event("login_succeeded"));

        var items = (await server.AuditPageAsync($"?user={_user}")).GetProperty("items");

        Assert.Multiple(() =>
        {
            Assert.That(Names(items), Is.EqualTo(new[] { "login_succeeded", "login_failed" }));
            Assert.That(
                new[] { "actor_id", "session_id", "ip_address", "detail" }.Select(name => items[0].GetProperty(name).ValueKind),
                Is.All.EqualTo(JsonValueKind.Null));
        });
    }

    [TestCase(1, "1 1 1 1 1")]
    [TestCase(2, "2 2 1")]
    [TestCase(5, "5")]
    [TestCase(100, "5")]
    public async Task Cursors_visit_every_event_once(int limit, string sizes)
    {
        var server = await ServerAsync();
        await AddAsync(server, [.. Enumerable.Range(0, 5).Select(_ => Event("login_failed"))]);
        var pages = new List<JsonElement>();
        string? cursor = null;

        do
        {
            pages.Add(await server.AuditPageAsync($"?user={_user}&event=login_failed&limit={limit}&cursor={cursor}"));
            cursor = pages[^1].GetProperty("next_cursor").GetString();
        }
        while (cursor is not null && pages.Count < 10);

        var ids = pages.SelectMany(page => page.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("id").GetInt64());
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', pages.Select(page => page.GetProperty("items").GetArrayLength())), Is.EqualTo(sizes));
            Assert.That(ids, Is.Unique.And.Ordered.Descending);
        });
    }

    [Test]
    public async Task The_event_filter_works_with_and_without_a_user()
    {
        await using var server = await AuthServer.StartAsync(engine);
        await AddAsync(server, Event("login_failed"), Event("user_deleted"));
        await AddAsync(server, new AuditEvent { OccurredAt = Now, Name = "user_deleted" });

        var ofUser = await server.AuditPageAsync($"?user={_user}&event=user_deleted");
        var all = await server.AuditPageAsync("?event=user_deleted");

        Assert.That(
            (ofUser.GetProperty("items").GetArrayLength(), all.GetProperty("items").GetArrayLength()), Is.EqualTo((1, 2)));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=101", "limit")]
    [TestCase("limit=many", "limit")]
    [TestCase("user=nobody", "user")]
    [TestCase("user={00000000-0000-4000-8000-000000000000}", "user")]
    [TestCase("event=login", "event")]
    [TestCase("event=LOGIN_FAILED", "event")]
    [TestCase("cursor=-1", "cursor")]
    [TestCase("cursor=+1", "cursor")]
    [TestCase("cursor=99999999999999999999", "cursor")]
    [TestCase("cursor=abc", "cursor")]
    public async Task An_invalid_parameter_is_reported(string query, string parameter)
    {
        using var answer = await (await ServerAsync()).ListAuditAsync($"?{query}");

        Assert.That(await answer.SummaryAsync(), Is.EqualTo($"422 query.{parameter} value_error"));
    }

    [Test]
    public async Task All_invalid_parameters_are_reported_together()
    {
        using var answer = await (await ServerAsync()).ListAuditAsync("?user=x&event=x&cursor=x");

        Assert.That(await answer.ProblemsAsync(), Is.EquivalentTo(
            new[] { "query.user value_error", "query.event value_error", "query.cursor value_error" }));
    }

    [Test]
    public async Task Empty_parameters_are_ignored()
    {
        using var answer = await (await ServerAsync()).ListAuditAsync("?user=&event=&cursor=&limit=1");

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("200"));
    }

    private static IEnumerable<string?> Names(JsonElement items) =>
        items.EnumerateArray().Select(item => item.GetProperty("event").GetString());

    private static async Task AddAsync(AuthServer server, params AuditEvent[] events)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AuditEvents.AddRange(events);
        await database.SaveChangesAsync();
    }

    private Task<AuthServer> ServerAsync() => SharedServers.GetAsync(engine);

    private AuditEvent Event(string name) => new() { OccurredAt = Now, Name = name, UserId = _user };
}
