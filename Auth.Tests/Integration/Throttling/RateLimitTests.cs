using System.Net;
using System.Net.Http.Headers;

namespace Auth.Tests.Integration.Throttling;

public sealed class RateLimitTests
{
    private const int Permits = 2;

    private static readonly (string, string)[] Settings =
    [
        ("Auth:RateLimits:Enabled", "true"),
        ("Auth:RateLimits:WindowSeconds", "3600"),
        ("Auth:RateLimits:Login", $"{Permits}"),
        ("Auth:RateLimits:Refresh", $"{Permits}"),
        ("Auth:RateLimits:Register", $"{Permits}"),
        ("Auth:RateLimits:ForgotPassword", $"{Permits}"),
        ("Auth:RateLimits:RequestVerifyToken", $"{Permits}"),
        ("Auth:RateLimits:ResetPassword", $"{Permits}"),
        ("Auth:RateLimits:UpdateUser", $"{Permits}"),
        ("Auth:Proxies:0", "127.0.0.0/8"),
    ];

    [TestCase("POST", "token/login")]
    [TestCase("POST", "token/refresh")]
    [TestCase("POST", "auth/register")]
    [TestCase("POST", "auth/forgot-password")]
    [TestCase("POST", "auth/reset-password")]
    [TestCase("POST", "auth/request-verify-token")]
    [TestCase("PATCH", "users/me")]
    [TestCase("PATCH", "users/00000000-0000-0000-0000-000000000000")]
    public async Task A_request_beyond_the_limit_is_answered_with_429_and_the_delay(string method, string route)
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        var client = NewAddress();
        await CallAsync(server, method, route, client, Permits);

        using var answer = await CallAsync(server, method, route, client);

        Assert.Multiple(async () =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(1, 3600));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"RATE_LIMITED"}"""));
        });
    }

    [TestCase("203.0.113.2", "203.0.113.3", 422)]
    [TestCase("2001:db8:1:1::1", "2001:db8:1:2::1", 422)]
    [TestCase("2001:db8:2:1::1", "2001:db8:2:1::2", 429)]
    public async Task Clients_are_counted_by_IPv4_address_or_IPv6_64(string busy, string another, int expected)
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        await CallAsync(server, "POST", "token/login", busy, Permits);

        using var answer = await CallAsync(server, "POST", "token/login", another);

        Assert.That((int)answer.StatusCode, Is.EqualTo(expected));
    }

    [TestCase("2001:db8:3:{0}::1", 4, "2001:db8:3:ff::1", 429, TestName = "An IPv6 56 has four times the client limit")]
    [TestCase("2001:db8:4:{0}::1", 3, "2001:db8:4:ff::1", 422, TestName = "Three clients do not exhaust an IPv6 56")]
    [TestCase("2001:db8:5:{0}::1", 4, "2001:db8:5:100::1", 422, TestName = "Another IPv6 56 is counted separately")]
    [TestCase("2001:db8:6:{0}00::1", 16, "2001:db8:6:ff00::1", 429, TestName = "An IPv6 48 has 16 times the client limit")]
    [TestCase("2001:db8:7:{0}00::1", 15, "2001:db8:7:ff00::1", 422, TestName = "15 clients do not exhaust an IPv6 48")]
    [TestCase("2001:db8:8:{0}00::1", 16, "2001:db8:9:ff00::1", 422, TestName = "Another IPv6 48 is counted separately")]
    public async Task Requests_are_counted_by_network(string clients, int count, string another, int expected)
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        for (var client = 0; client < count; client++)
            await CallAsync(server, "POST", "token/login", clients.Replace("{0}", $"{client:x}", StringComparison.Ordinal), Permits);

        using var answer = await CallAsync(server, "POST", "token/login", another);

        Assert.That((int)answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_client_above_its_limit_does_not_use_up_the_limit_of_its_network()
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        await CallAsync(server, "POST", "token/login", "2001:db8:a:1::1", 20 * Permits);

        using var answer = await CallAsync(server, "POST", "token/login", "2001:db8:a:2::1");

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
    }

    [TestCase(true, 429)]
    [TestCase(false, 422)]
    public async Task A_user_is_counted_across_addresses(bool isSame, int expected)
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        var token = await server.TokenOfAsync(await server.CreateUserAsync());
        var another = isSame ? token : await server.TokenOfAsync(await server.CreateUserAsync());
        for (var call = 0; call < Permits; call++)
            using (await CallAsync(server, "PATCH", "users/me", NewAddress(), token: token)) { }

        using var answer = await CallAsync(server, "PATCH", "users/me", NewAddress(), token: another);

        Assert.That((int)answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_token_is_ignored_on_routes_without_authentication()
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        var token = await server.TokenOfAsync(await server.CreateUserAsync());
        for (var call = 0; call < Permits; call++)
            using (await CallAsync(server, "POST", "token/login", NewAddress(), token: token)) { }

        using var answer = await CallAsync(server, "POST", "token/login", NewAddress(), token: token);

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
    }

    [Test]
    public async Task Routes_without_a_limit_are_not_counted()
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        var client = NewAddress();
        await CallAsync(server, "GET", "users/me", client, 10 * Permits);

        using var answer = await CallAsync(server, "GET", "users/me", client);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Requests_are_not_limited_if_limits_are_disabled()
    {
        var server = await SharedServers.GetAsync(
            DatabaseEngine.Sqlite, [.. Settings[1..], ("Auth:RateLimits:Enabled", "false")]);
        var client = NewAddress();
        await CallAsync(server, "POST", "token/login", client, Permits);

        using var answer = await CallAsync(server, "POST", "token/login", client);

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
    }

    private static string NewAddress() => $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";

    private static async Task CallAsync(AuthServer server, string method, string route, string from, int times)
    {
        for (var call = 0; call < times; call++)
            using (await CallAsync(server, method, route, from)) { }
    }

    private static async Task<HttpResponseMessage> CallAsync(
        AuthServer server, string method, string route, string from, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/{route}")
        {
            Headers = { { "X-Forwarded-For", from } },
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await server.Client.SendAsync(request);
    }
}
