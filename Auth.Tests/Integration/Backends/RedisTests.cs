using System.Diagnostics;
using System.Net;

namespace Auth.Tests.Integration.Backends;

/// <summary>Tokens in Redis, on a real Redis server that stops and starts.</summary>
public sealed class RedisTests
{
    private const string Path = "api/redis";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_token_is_valid_until_its_session_ends()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await StartAsync(redis);
        var credential = await server.CredentialAsync(Path, await server.CreateUserAsync());
        var before = await server.MeAsync(credential);

        using var logout = await server.SendWithAsync(HttpMethod.Post, $"/{Path}/logout", null, credential);

        Assert.That((before, (int)logout.StatusCode, await server.MeAsync(credential)), Is.EqualTo((200, 204, 401)));
    }

    [Test]
    public async Task Redis_contains_no_token_and_its_keys_expire_with_the_tokens()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await StartAsync(redis);
        var credential = await server.CredentialAsync(Path, await server.CreateUserAsync());

        var keys = await redis.ExecuteAsync("KEYS fastapi_users_token:*");
        var key = keys.Split("\r\n").Single(line => line.StartsWith("fastapi_users_token:", StringComparison.Ordinal));
        var left = await redis.ExecuteAsync($"TTL {key}");

        Assert.That(keys, Does.Not.Contain(credential.Value["Bearer ".Length..]));
        Assert.That(int.Parse(left.Split("\r\n")[0][1..], provider: null), Is.InRange(3500, 3600));
    }

    [Test]
    public async Task While_Redis_is_down_its_tokens_get_503_and_other_tokens_are_valid_and_it_recovers_without_a_restart()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await StartAsync(redis);
        var user = await server.CreateUserAsync();
        var (inRedis, jwt, inDatabase) = (
            await server.CredentialAsync(Path, user),
            await server.CredentialAsync(BackendServers.Jwt, user),
            await server.CredentialAsync(BackendServers.Database, user));

        await redis.StopAsync();
        using var login = await server.LoginAtAsync(Path, user);
        var down = (await server.MeAsync(inRedis), await server.MeAsync(jwt), await server.MeAsync(inDatabase), login.StatusCode);
        await redis.StartAsync();

        Assert.That(down, Is.EqualTo((503, 200, 200, HttpStatusCode.ServiceUnavailable)));
        Assert.That(await RecoversAsync(server, inRedis), Is.True);
    }

    [Test]
    public async Task Logins_while_Redis_is_down_are_not_counted_as_failures_and_create_no_session()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await StartAsync(redis);
        var user = await server.CreateUserAsync();
        var jwt = await server.CredentialAsync(BackendServers.Jwt, user);

        await redis.StopAsync();
        for (var i = 0; i < 10; i++)
        {
            using var login = await server.LoginAtAsync(Path, user);
            Assert.That((int)login.StatusCode, Is.EqualTo(503));
        }

        using var other = await server.LoginAtAsync(BackendServers.Jwt, user);
        using var sessions = await server.SendWithAsync(HttpMethod.Get, "/api/users/me/sessions", null, jwt);
        Assert.That((int)other.StatusCode, Is.EqualTo(200));
        Assert.That((await sessions.JsonAsync()).GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_Redis_that_does_not_respond_does_not_block_the_writes_of_others()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await StartAsync(redis);
        var (user, other) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        using (await server.LoginAtAsync(Path, user))
        {
            // The connection is open.
        }

        redis.Pause();
        var blocked = Enumerable.Range(0, 5).Select(_ => server.LoginAtAsync(Path, user)).ToArray();
        using var login = await server.LoginAtAsync(BackendServers.Jwt, other);
        var waiting = blocked.Count(request => !request.IsCompleted);
        redis.Continue();
        foreach (var response in await Task.WhenAll(blocked))
            response.Dispose();

        Assert.That(((int)login.StatusCode, waiting), Is.EqualTo((200, 5)));
    }

    [Test]
    public async Task A_service_starts_while_Redis_is_down()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await redis.StopAsync();
        await using var server = await StartAsync(redis);

        var status = await server.MeAsync(await server.CredentialAsync(BackendServers.Jwt, await server.CreateUserAsync()));

        Assert.That(status, Is.EqualTo(200));
    }

    [TestCase("true", ExpectedResult = 200)]
    [TestCase("false", ExpectedResult = 401)]
    public async Task<int> A_token_of_fastapi_users_is_accepted_only_if_configured(string accepted)
    {
        const string Token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await StartAsync(redis, ("Auth:Redis:AcceptPlainTokens", accepted));
        var user = await server.CreateUserAsync();

        await redis.ExecuteAsync($"SET fastapi_users_token:{Token} {user.Id:D} EX 3600");

        return await server.MeAsync(("Authorization", $"Bearer {Token}"));
    }

    private static async Task<bool> RecoversAsync(AuthServer server, (string, string) credential)
    {
        var waiting = Stopwatch.StartNew();
        while (waiting.Elapsed < Patience)
        {
            if (await server.MeAsync(credential) == 200)
                return true;
            await Task.Delay(100);
        }

        return false;
    }

    private static Task<AuthServer> StartAsync(RedisServer redis, params (string Name, string Value)[] settings) =>
        AuthServer.StartAsync(settings: BackendServers.Settings([
            .. settings,
            ("Auth:Redis:ConnectionString", redis.ConnectionString),
            ("Auth:Backends:4:Name", "redis"),
            ("Auth:Backends:4:Strategy", "Redis"),
            ("Auth:Backends:4:Path", Path)]));
}
