namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class SessionDeletionTests(DatabaseEngine engine)
{
    [Test]
    public async Task A_user_revokes_one_of_their_sessions_by_id()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var status = await DeleteAsync(server, $"me/sessions/{other.SessionId}", mine.Access);

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(204));
            Assert.That(await server.IsOpenAsync(other), Is.False);
            Assert.That(await server.IsOpenAsync(mine));
        });
    }

    [Test]
    public async Task A_revoked_session_is_not_found()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        await server.RevokeAsync(other.Refresh);

        Assert.That(await DeleteAsync(server, $"me/sessions/{other.SessionId}", mine.Access), Is.EqualTo(404));
    }

    [Test]
    public async Task A_session_of_another_user_is_not_found_and_stays_open()
    {
        var server = await SharedServers.GetAsync(engine);
        var mine = await server.LogInAsync(await server.CreateUserAsync());
        var others = await server.LogInAsync(await server.CreateUserAsync());

        var status = await DeleteAsync(server, $"me/sessions/{others.SessionId}", mine.Access);

        Assert.That((status, await server.IsOpenAsync(others)), Is.EqualTo((404, true)));
    }

    [TestCase("x")]
    [TestCase("{0}x")]
    [TestCase("%7B{0}%7D")]
    [TestCase("%20{0}")]
    public async Task An_invalid_session_id_is_not_found(string format)
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        var status = await DeleteAsync(server, $"me/sessions/{string.Format(null, format, tokens.SessionId)}", tokens.Access);

        Assert.That(status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_user_revokes_all_their_sessions_except_the_current_one()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        Tokens[] all = [await server.LogInAsync(user), await server.LogInAsync(user), await server.LogInAsync(user)];

        var status = await DeleteAsync(server, "me/sessions", all[1].Access);

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(204));
            Assert.That(await server.IsOpenAsync(all[0]), Is.False);
            Assert.That(await server.IsOpenAsync(all[1]));
            Assert.That(await server.IsOpenAsync(all[2]), Is.False);
        });
    }

    [Test]
    public async Task A_user_does_not_revoke_sessions_of_other_users()
    {
        var server = await SharedServers.GetAsync(engine);
        var mine = await server.LogInAsync(await server.CreateUserAsync());
        var others = await server.LogInAsync(await server.CreateUserAsync());

        await DeleteAsync(server, "me/sessions", mine.Access);

        Assert.That(await server.IsOpenAsync(others));
    }

    [Test]
    public async Task A_superuser_revokes_one_session_of_a_user()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (ended, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var status = await DeleteAsync(server, $"{user.Id}/sessions/{ended.SessionId}", await AdminAsync(server));

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(204));
            Assert.That(await server.IsOpenAsync(ended), Is.False);
            Assert.That(await server.IsOpenAsync(other));
        });
    }

    [Test]
    public async Task A_superuser_revokes_all_sessions_of_a_user()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (first, second) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var status = await DeleteAsync(server, $"{user.Id}/sessions", await AdminAsync(server));

        Assert.That(
            (status, await server.IsOpenAsync(first), await server.IsOpenAsync(second)), Is.EqualTo((204, false, false)));
    }

    [Test]
    public async Task A_session_under_the_id_of_another_user_is_not_found_and_stays_open()
    {
        var server = await SharedServers.GetAsync(engine);
        var (user, another) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        var tokens = await server.LogInAsync(user);

        var status = await DeleteAsync(server, $"{another.Id}/sessions/{tokens.SessionId}", await AdminAsync(server));

        Assert.That((status, await server.IsOpenAsync(tokens)), Is.EqualTo((404, true)));
    }

    [TestCase("GET", "sessions")]
    [TestCase("DELETE", "sessions")]
    [TestCase("DELETE", "sessions/SID")]
    public async Task Sessions_of_an_unknown_user_are_not_found(string method, string path)
    {
        var server = await SharedServers.GetAsync(engine);
        var admin = await AdminAsync(server);

        Assert.That(await SendAsync(server, method, path, Guid.NewGuid(), Guid.NewGuid(), admin), Is.EqualTo(404));
    }

    [TestCase("GET", "sessions")]
    [TestCase("DELETE", "sessions")]
    [TestCase("DELETE", "sessions/SID")]
    public async Task The_routes_by_user_id_are_forbidden_without_superuser_rights(string method, string path)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        var status = await SendAsync(server, method, path, user.Id, tokens.SessionId, tokens.Access);

        Assert.That((status, await server.IsOpenAsync(tokens)), Is.EqualTo((403, true)));
    }

    [TestCase("GET", "sessions")]
    [TestCase("DELETE", "sessions")]
    [TestCase("DELETE", "sessions/SID")]
    public async Task A_request_without_a_token_is_answered_with_401(string method, string path)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        var byId = await SendAsync(server, method, path, user.Id, tokens.SessionId, token: null);
        var mine = await SendAsync(server, method, path, "me", tokens.SessionId, token: null);

        Assert.That((byId, mine, await server.IsOpenAsync(tokens)), Is.EqualTo((401, 401, true)));
    }

    private static async Task<string> AdminAsync(AuthServer server) =>
        await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

    private static Task<int> DeleteAsync(AuthServer server, string path, string token) =>
        server.StatusAsync(HttpMethod.Delete, $"/api/users/{path}", token);

    private static Task<int> SendAsync(
        AuthServer server, string method, string path, object user, Guid sessionId, string? token) =>
        server.StatusAsync(
            new HttpMethod(method), $"/api/users/{user}/{path.Replace("SID", $"{sessionId}", StringComparison.Ordinal)}", token);
}
