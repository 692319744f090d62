using System.Net;

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
        ("Auth:Proxies:0", "127.0.0.0/8"),
    ];

    [TestCase("token/login")]
    [TestCase("token/refresh")]
    [TestCase("auth/register")]
    [TestCase("auth/forgot-password")]
    [TestCase("auth/request-verify-token")]
    public async Task One_call_too_many_gets_a_429_and_when_to_come_back(string route)
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        for (var call = 0; call < Permits; call++)
            using (await CallAsync(server, route, "203.0.113.1")) { }

        using var answer = await CallAsync(server, route, "203.0.113.1");

        Assert.Multiple(async () =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(1, 3600));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"RATE_LIMITED"}"""));
        });
    }

    [TestCase("203.0.113.2", "203.0.113.3", 422)]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:2::1", 422)]
    [TestCase("2001:db8:0:3::1", "2001:db8:0:3::2", 429)]
    public async Task Clients_are_counted_by_IPv4_address_or_IPv6_64(string busy, string another, int expected)
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, Settings);
        for (var call = 0; call < Permits; call++)
            using (await CallAsync(server, "token/login", busy)) { }

        using var answer = await CallAsync(server, "token/login", another);

        Assert.That((int)answer.StatusCode, Is.EqualTo(expected));
    }

    private static async Task<HttpResponseMessage> CallAsync(AuthServer server, string route, string from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{route}")
        {
            Headers = { { "X-Forwarded-For", from } },
        };
        return await server.Client.SendAsync(request);
    }
}
