using System.Text.Json;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class SessionListTests(DatabaseEngine engine)
{
    private const string Mine = "/api/users/me/sessions";

    private static readonly string[] Members = ["id", "created_at", "last_used_at", "expires_at", "user_agent", "ip", "current"];

    [Test]
    public async Task A_session_is_listed_with_its_times_in_UTC()
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(
            engine, clock, ("Auth:Sessions:IdleSeconds", 7200), ("Auth:Sessions:AbsoluteSeconds", 86400));
        var tokens = await server.LogInAsync(await server.CreateUserAsync(), "Browser/1.0");
        clock.Advance(TimeSpan.FromMinutes(1));
        await server.RefreshAsync(tokens.Refresh);

        using var answer = await server.SendAsync(HttpMethod.Get, Mine, tokens.Access);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(
            $$"""[{"id":"{{tokens.SessionId}}","created_at":"2030-01-01T00:00:00Z","last_used_at":"2030-01-01T00:01:00Z","""
            + """
            "expires_at":"2030-01-01T02:01:00Z","user_agent":"Browser/1.0","ip":"127.0.0.1","current":true}]
            """));
    }

    [Test]
    public async Task The_session_of_the_request_is_the_current_one()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (first, second) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var sessions = await ListAsync(server, Mine, second.Access);

        Assert.That(
            sessions.Select(session => (session.GetProperty("id").GetGuid(), session.GetProperty("current").GetBoolean())),
            Is.EquivalentTo(new[] { (first.SessionId, false), (second.SessionId, true) }));
    }

    [Test]
    public async Task No_session_is_current_for_a_token_without_a_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        await server.LogInAsync(user);

        var sessions = await ListAsync(server, Mine, await server.TokenOfAsync(user));

        Assert.That(sessions.Single().GetProperty("current").GetBoolean(), Is.False);
    }

    [TestCase(256)]
    [TestCase(257)]
    [TestCase(5000)]
    public async Task A_long_user_agent_is_truncated_to_256_characters(int length)
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync(), new string('b', length));

        var session = (await ListAsync(server, Mine, tokens.Access)).Single();

        Assert.That(session.GetProperty("user_agent").GetString(), Is.EqualTo(new string('b', 256)));
    }

    [Test]
    public async Task A_missing_user_agent_is_null()
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        var session = (await ListAsync(server, Mine, tokens.Access)).Single();

        Assert.That(session.GetProperty("user_agent").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Ended_and_expired_sessions_are_not_listed()
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(
            engine, clock, ("Auth:Sessions:IdleSeconds", 7200), ("Auth:Jwt:LifetimeSeconds", 7200));
        var user = await server.CreateUserAsync();
        await server.LogInAsync(user);
        clock.Advance(TimeSpan.FromSeconds(7200));
        await server.RevokeAsync((await server.LogInAsync(user)).Access);
        var open = await server.LogInAsync(user);

        var sessions = await ListAsync(server, Mine, open.Access);

        Assert.That(sessions.Single().GetProperty("id").GetGuid(), Is.EqualTo(open.SessionId));
    }

    [Test]
    public async Task A_superuser_lists_the_sessions_of_a_user()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);
        var admin = await server.LogInAsync(await server.CreateUserAsync(superuser: true));

        var session = (await ListAsync(server, $"/api/users/{user.Id}/sessions", admin.Access)).Single();

        Assert.Multiple(() =>
        {
            Assert.That(session.EnumerateObject().Select(member => member.Name), Is.EqualTo(Members));
            Assert.That(session.GetProperty("id").GetGuid(), Is.EqualTo(tokens.SessionId));
            Assert.That(session.GetProperty("current").GetBoolean(), Is.False);
        });
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(AuthServer server, string path, string token)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, path, token);
        return [.. (await answer.JsonAsync()).EnumerateArray()];
    }
}
