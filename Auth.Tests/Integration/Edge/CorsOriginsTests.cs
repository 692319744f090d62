using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Edge;

public sealed class CorsOriginsTests
{
    private const string Origin = "https://app.example.com";
    private const string AllowedOrigin = "Access-Control-Allow-Origin";

    private static readonly (string, string)[] Settings =
    [
        ("Auth:Cors:Origins:0", Origin),
        ("Auth:Cors:Origins:1", "capacitor://localhost"),
        ("Auth:RateLimits:Enabled", "true"),
        ("Auth:RateLimits:WindowSeconds", "3600"),
        ("Auth:RateLimits:Refresh", "1"),
    ];

    [TestCase("GET", "/api/users/me", "authorization")]
    [TestCase("PATCH", "/api/users/me", "authorization,content-type")]
    [TestCase("DELETE", "/api/users/me/sessions", "authorization")]
    [TestCase("POST", "/api/token/login", "auth-device,content-type")]
    public async Task A_preflight_is_answered_without_a_token(string method, string path, string headers)
    {
        var server = await SharedServers.SqliteAsync(Settings);

        using var answer = await PreflightAsync(server, Origin, method, path, headers);

        Assert.Multiple(() =>
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(204));
            Assert.That(Header(answer, AllowedOrigin), Is.EqualTo(Origin));
            Assert.That(Header(answer, "Access-Control-Allow-Methods"), Does.Contain(method));
            Assert.That(Header(answer, "Access-Control-Allow-Headers"), Is.EqualTo("Authorization,Content-Type,Auth-Device"));
            Assert.That(Header(answer, "Access-Control-Max-Age"), Is.EqualTo("7200"));
            Assert.That(Header(answer, "Access-Control-Allow-Credentials"), Is.Null);
        });
    }

    [TestCase("https://app.example.com.evil.example")]
    [TestCase("https://evil.example")]
    [TestCase("http://app.example.com")]
    [TestCase("https://app.example.com:8443")]
    [TestCase("https://sub.app.example.com")]
    [TestCase("null")]
    public async Task Another_origin_is_not_allowed(string origin)
    {
        var server = await SharedServers.SqliteAsync(Settings);

        using var preflight = await PreflightAsync(server, origin, "GET", "/api/users/me", "authorization");
        using var request = await SendAsync(server, origin, HttpMethod.Get, "/api/users/me");

        Assert.That((Header(preflight, AllowedOrigin), Header(request, AllowedOrigin)), Is.EqualTo(((string?)null, (string?)null)));
    }

    [TestCase("GET", "/api/users/me", 401)]
    [TestCase("GET", "/api/nowhere", 404)]
    [TestCase("PUT", "/api/auth/register", 405)]
    [TestCase("POST", "/api/token/login", 422)]
    public async Task An_error_response_is_readable_from_an_allowed_origin(string method, string path, int status)
    {
        var server = await SharedServers.SqliteAsync(Settings);

        using var answer = await SendAsync(server, Origin, new HttpMethod(method), path);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        IsReadable(answer);
    }

    [Test]
    public async Task A_429_response_is_readable_from_an_allowed_origin()
    {
        var server = await SharedServers.SqliteAsync(Settings);
        using (await SendAsync(server, Origin, HttpMethod.Post, "/api/token/refresh")) { }

        using var answer = await SendAsync(server, Origin, HttpMethod.Post, "/api/token/refresh");

        Assert.That((int)answer.StatusCode, Is.EqualTo(429));
        IsReadable(answer);
    }

    [Test]
    public async Task A_500_response_is_readable_from_an_allowed_origin()
    {
        await using var server = await AuthServer.StartAsync(
            settings: Settings.ToDictionary(),
            services: services =>
                services.AddScoped<IUserRepository>(_ => throw new InvalidOperationException("The repository is broken.")));

        using var answer = await SendAsync(server, Origin, HttpMethod.Post, "/api/auth/verify", """{"token":"none"}""");

        Assert.That((int)answer.StatusCode, Is.EqualTo(500));
        IsReadable(answer);
    }

    [Test]
    public async Task An_origin_with_a_custom_scheme_is_allowed()
    {
        var server = await SharedServers.SqliteAsync(Settings);

        using var answer = await SendAsync(server, "capacitor://localhost", HttpMethod.Get, "/health/live");

        Assert.That(Header(answer, AllowedOrigin), Is.EqualTo("capacitor://localhost"));
    }

    [Test]
    public async Task A_preflight_without_configured_origins_is_answered_with_405()
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await PreflightAsync(server, Origin, "GET", "/api/users/me", "authorization");

        Assert.That(((int)answer.StatusCode, Header(answer, AllowedOrigin)), Is.EqualTo((405, (string?)null)));
    }

    private static async Task<HttpResponseMessage> PreflightAsync(
        AuthServer server, string origin, string method, string path, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers =
            {
                { "Origin", origin },
                { "Access-Control-Request-Method", method },
                { "Access-Control-Request-Headers", headers },
            },
        };
        return await server.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        AuthServer server, string origin, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", origin } } };
        if (body is not null)
            request.Content = new StringContent(body);
        if (request.Content is { } content)
            content.Headers.ContentType = new("application/json");
        return await server.Client.SendAsync(request);
    }

    private static void IsReadable(HttpResponseMessage answer) => Assert.Multiple(() =>
    {
        Assert.That(Header(answer, AllowedOrigin), Is.EqualTo(Origin));
        Assert.That(Header(answer, "Access-Control-Expose-Headers"), Is.EqualTo("Retry-After,WWW-Authenticate,Auth-Device"));
    });

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
