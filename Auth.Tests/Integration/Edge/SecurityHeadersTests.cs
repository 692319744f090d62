using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Edge;

public sealed class SecurityHeadersTests
{
    private const string NoPage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const string Hsts = "Strict-Transport-Security";
    private const string Proxied = "https";

    [TestCase("GET", "/health/live", 200)]
    [TestCase("GET", "/api/users/me", 401)]
    [TestCase("GET", "/api/nowhere", 404)]
    [TestCase("PUT", "/api/auth/register", 405)]
    [TestCase("POST", "/api/token/login", 422)]
    public async Task Every_response_has_the_security_headers(string method, string path, int status)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendAsync(new HttpMethod(method), path);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        IsHardened(answer);
    }

    [TestCase("/api/users/me")]
    [TestCase("/api/users/me/sessions")]
    [TestCase("/api/users")]
    public async Task A_response_with_personal_data_has_the_security_headers(string path)
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var answer = await server.SendAsync(HttpMethod.Get, path, token);

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        IsHardened(answer);
    }

    [Test]
    public async Task A_413_response_has_the_security_headers()
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendTextAsync(HttpMethod.Post, "/api/auth/register", new string(' ', 70_000));

        Assert.That((int)answer.StatusCode, Is.EqualTo(413));
        IsHardened(answer);
    }

    [Test]
    public async Task A_500_response_has_the_security_headers()
    {
        await using var server = await AuthServer.StartAsync(services: services =>
            services.AddScoped<IUserRepository>(_ => throw new InvalidOperationException("The repository is broken.")));

        using var answer = await server.LoginAsync("somebody@example.com", AuthServer.Password);

        Assert.That((int)answer.StatusCode, Is.EqualTo(500));
        IsHardened(answer);
    }

    [Test]
    public async Task The_content_security_policy_of_the_Swagger_page_allows_only_its_own_files()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Swagger:Enabled", "true"));

        using var page = await server.SendAsync(HttpMethod.Get, "/swagger/index.html");
        using var other = await server.SendAsync(HttpMethod.Get, "/health/live");

        Assert.Multiple(() =>
        {
            Assert.That(Header(page, "Content-Security-Policy"), Does.StartWith("default-src 'none'; script-src 'self';"));
            Assert.That(Header(other, "Content-Security-Policy"), Is.EqualTo(NoPage));
        });
    }

    [Test]
    public async Task A_configured_proxy_with_https_gets_HSTS()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Proxies:0", "127.0.0.1"));

        using var answer = await SendFromProxyAsync(server, Proxied);

        Assert.That(Header(answer, Hsts), Is.EqualTo("max-age=31536000"));
    }

    [Test]
    public async Task A_configured_proxy_with_http_gets_no_HSTS()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Proxies:0", "127.0.0.1"));

        using var answer = await SendFromProxyAsync(server, "http");

        Assert.That(Header(answer, Hsts), Is.Null);
    }

    [TestCase("10.0.0.2")]
    [TestCase(null)]
    public async Task The_forwarded_scheme_of_an_unknown_proxy_is_ignored(string? proxy)
    {
        var server = await (proxy is null ? SharedServers.SqliteAsync() : SharedServers.SqliteAsync(("Auth:Proxies:0", proxy)));

        using var answer = await SendFromProxyAsync(server, Proxied);

        Assert.That(Header(answer, Hsts), Is.Null);
    }

    [Test]
    public async Task Zero_days_disable_HSTS()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Proxies:0", "127.0.0.1"), ("Auth:HstsDays", "0"));

        using var answer = await SendFromProxyAsync(server, Proxied);

        Assert.That(Header(answer, Hsts), Is.Null);
    }

    private static async Task<HttpResponseMessage> SendFromProxyAsync(AuthServer server, string scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live")
        {
            // ASP.NET Core sends no HSTS header to localhost.
            Headers = { { "Host", "auth.example.com" }, { "X-Forwarded-For", "203.0.113.7" }, { "X-Forwarded-Proto", scheme } },
        };
        return await server.Client.SendAsync(request);
    }

    private static void IsHardened(HttpResponseMessage answer) => Assert.Multiple(() =>
    {
        Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(Header(answer, "Referrer-Policy"), Is.EqualTo("no-referrer"));
        Assert.That(Header(answer, "Content-Security-Policy"), Is.EqualTo(NoPage));
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(Header(answer, "Server"), Is.Null);
    });

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
