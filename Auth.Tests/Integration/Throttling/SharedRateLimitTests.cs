using System.Diagnostics;
using System.Globalization;
using Auth.Tests.Integration.Backends;

namespace Auth.Tests.Integration.Throttling;

/// <summary>Rate limits that several processes share through a real Redis server.</summary>
public sealed class SharedRateLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Two_processes_share_one_limit()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var first = await AuthServer.StartAsync(settings: Settings(redis));
        await using var second = first.StartAnother(Settings(redis));

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
            statuses.Add(await RequestAsync(i % 2 == 0 ? first : second));

        Assert.That(statuses, Is.EqualTo([202, 202, 202, 429]));
    }

    [Test]
    public async Task A_rejection_states_the_remaining_time_of_the_window_and_every_counter_expires()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await AuthServer.StartAsync(settings: Settings(redis));
        for (var i = 0; i < 3; i++)
            await RequestAsync(server);

        using var rejected = await server.SendAsync(HttpMethod.Post, "/api/auth/forgot-password", json: new { email = AuthServer.NewEmail() });
        var keys = (await redis.ExecuteAsync("KEYS {auth_rate_limit}:*")).Split("\r\n").Where(line => line.StartsWith('{')).ToArray();

        Assert.That(rejected.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60)));
        Assert.That(keys, Is.Not.Empty);
        foreach (var key in keys)
            Assert.That(Number(await redis.ExecuteAsync($"TTL \"{key}\"")), Is.InRange(50, 60), key);
    }

    [Test]
    public async Task A_counter_without_an_expiry_gets_one()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await AuthServer.StartAsync(settings: Settings(redis));
        await RequestAsync(server);
        var key = (await redis.ExecuteAsync("KEYS {auth_rate_limit}:*")).Split("\r\n").First(line => line.StartsWith('{'));
        await redis.ExecuteAsync($"PERSIST \"{key}\"");

        await RequestAsync(server);

        Assert.That(Number(await redis.ExecuteAsync($"TTL \"{key}\"")), Is.InRange(50, 60));
    }

    [Test]
    public async Task While_Redis_is_down_each_process_applies_its_own_limit()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await AuthServer.StartAsync(settings: Settings(redis));
        await RequestAsync(server);
        await redis.StopAsync();

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
            statuses.Add(await RequestAsync(server));

        Assert.That(statuses, Is.EqualTo([202, 202, 202, 429]));
    }

    [Test]
    public async Task A_Redis_that_does_not_respond_delays_one_request_and_not_all()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = await AuthServer.StartAsync(settings: Settings(redis, limit: 1000));
        await RequestAsync(server);
        redis.Pause();

        var waiting = Stopwatch.StartNew();
        var statuses = new List<int>();
        for (var i = 0; i < 20; i++)
            statuses.Add(await RequestAsync(server));
        var elapsed = waiting.Elapsed;
        redis.Continue();

        Assert.That(statuses, Is.All.EqualTo(202));
        Assert.That(elapsed, Is.LessThan(Patience), "Twenty requests that each wait for Redis take 40 seconds.");
    }

    private static async Task<int> RequestAsync(AuthServer server)
    {
        using var response = await server.SendAsync(
            HttpMethod.Post, "/api/auth/forgot-password", json: new { email = AuthServer.NewEmail() });
        return (int)response.StatusCode;
    }

    private static int Number(string response) => int.Parse(response.Split("\r\n")[0][1..], CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Settings(RedisServer redis, int limit = 3) => new()
    {
        ["Auth:Redis:ConnectionString"] = redis.ConnectionString,
        ["Auth:RateLimits:Enabled"] = "true",
        ["Auth:RateLimits:ForgotPassword"] = limit.ToString(CultureInfo.InvariantCulture),
    };
}
