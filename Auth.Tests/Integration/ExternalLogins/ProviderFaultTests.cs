using System.Diagnostics;
using System.Text.Json.Nodes;
using Auth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>Providers that are down, slow or send garbage: an error code, no 500, no data of the provider and no partial state.</summary>
public sealed class ProviderFaultTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly (string Case, string Path, RequestDelegate Response, string Expected)[] Faults =
    [
        ("a refused code", "/token", Json("""{"error":"invalid_grant"}""", 400), "400 OAUTH_CODE_REFUSED"),
        ("a refused client", "/token", Json("""{"error":"invalid_client"}""", 401), "502 OAUTH_PROVIDER_ERROR"),
        ("an error with 200", "/token", Json("""{"error":"bad_verification_code"}""", 200), "400 OAUTH_CODE_REFUSED"),
        ("a failure", "/token", Json("oops", 500), "503 OAUTH_PROVIDER_UNAVAILABLE"),
        ("too many requests", "/token", Json("", 429), "503 OAUTH_PROVIDER_UNAVAILABLE"),
        ("a redirect", "/token", Redirect("http://169.254.169.254/"), "502 OAUTH_PROVIDER_ERROR"),
        ("no JSON", "/token", Json("<html>", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("an empty body", "/token", Json("", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("null", "/token", Json("null", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a list", "/token", Json("[]", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a text", "/token", Json("\"token\"", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a token that is a number", "/token", Json("""{"access_token":5,"token_type":"bearer"}""", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("another token type", "/token", Json("""{"access_token":"a","token_type":"mac"}""", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a lifetime in words", "/token", Json("""{"access_token":"a","token_type":"bearer","expires_in":"soon"}""", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("deep JSON", "/token", Json(new string('[', 10_000), 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a lone surrogate", "/token", Json("""{"access_token":"\uD800","token_type":"bearer"}""", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a token response of 10 MB", "/token", Large, "502 OAUTH_PROVIDER_ERROR"),
        ("an endless token response", "/token", Endless, "502 OAUTH_PROVIDER_ERROR"),
        ("a profile of 10 MB", "/userinfo", Large, "502 OAUTH_PROVIDER_ERROR"),
        ("a profile that is a list", "/userinfo", Json("[]", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("a refused profile", "/userinfo", Json("{}", 401), "502 OAUTH_PROVIDER_ERROR"),
        ("a redirected profile", "/userinfo", Redirect("http://127.0.0.1/"), "502 OAUTH_PROVIDER_ERROR"),
        ("a profile with two account ids", "/userinfo", Json("""{"sub":"a","sub":"b"}""", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("keys that fail", "/jwks", Json("", 500), "503 OAUTH_PROVIDER_UNAVAILABLE"),
        ("keys that are no JSON", "/jwks", Json("keys", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("no keys", "/jwks", Json("""{"keys":[]}""", 200), "502 OAUTH_PROVIDER_ERROR"),
        ("keys of 10 MB", "/jwks", Large, "502 OAUTH_PROVIDER_ERROR"),
    ];

    private static readonly (string Case, JsonNode? Sub)[] AccountIds =
    [
        ("a number", 5), ("null", null), ("an empty text", ""), ("a text of 1 MB", new string('a', 1 << 20)),
        ("a text of 256 characters", new string('a', 256)), ("a list", new JsonArray("a")), ("spaces", "a b"), ("a trailing space", "a "),
        ("U+0000", "a\0b"), ("letters beyond ASCII", "é"), ("true", true),
    ];

    private static IEnumerable<TestCaseData> FaultCases() => Faults.Select(fault =>
        new TestCaseData(fault.Path, fault.Response, fault.Expected).SetArgDisplayNames(fault.Case));

    private static IEnumerable<TestCaseData> AccountIdCases() =>
        AccountIds.Select(id => new TestCaseData(id.Sub).SetArgDisplayNames(id.Case));

    [TestCaseSource(nameof(FaultCases))]
    public async Task A_fault_of_the_provider_has_an_error_code_and_leaves_no_user(string path, object response, string expected)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeIdToken = claims => claims.Remove("email");
        provider.Responses[path] = (RequestDelegate)response;
        await using var server = await ExternalServers.StartAsync(provider);

        using var begun = await server.SendAsync(HttpMethod.Get, $"{ExternalServers.Login}/authorize");
        using var login = begun.IsSuccessStatusCode ? await server.LogInAsync(provider) : begun;

        Assert.That(await login.SummaryAsync(), Is.EqualTo(expected));
        Assert.That(await login.Content.ReadAsStringAsync(), Does.Not.Contain(provider.Issuer));
        Assert.That(await CountUsersAsync(server), Is.Zero);
    }

    [TestCaseSource(nameof(AccountIdCases))]
    public async Task An_account_id_is_a_text_of_at_most_255_visible_ASCII_characters(object? sub)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Claims["sub"] = ((JsonNode?)sub)?.DeepClone();
        await using var server = await ExternalServers.StartAsync(provider);

        using var login = await server.LogInAsync(provider);

        Assert.That(
            await login.SummaryAsync(), Is.EqualTo("502 OAUTH_PROVIDER_ERROR").Or.EqualTo("400 OAUTH_INVALID_ID_TOKEN"));
        Assert.That(await CountUsersAsync(server), Is.Zero);
    }

    [TestCase("/token")]
    [TestCase("/userinfo")]
    [TestCase("/.well-known/openid-configuration")]
    [TestCase("/jwks")]
    public async Task A_slow_provider_gets_an_answer_within_ten_seconds(string path)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeIdToken = claims => claims.Remove("email");
        provider.Responses[path] = context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
        await using var server = await ExternalServers.StartAsync(provider, others: ("Auth:ExternalLogins:TimeoutSeconds", "2"));
        var waiting = Stopwatch.StartNew();

        using var begun = await server.SendAsync(HttpMethod.Get, $"{ExternalServers.Login}/authorize");
        using var login = begun.IsSuccessStatusCode ? await server.LogInAsync(provider) : begun;

        Assert.That((await login.SummaryAsync(), waiting.Elapsed < Longest), Is.EqualTo(("504 OAUTH_PROVIDER_TIMEOUT", true)));
        Assert.That(await CountUsersAsync(server), Is.Zero);
    }

    [Test]
    public async Task A_response_that_drips_is_cut_off()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/token"] = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(100, context.RequestAborted);
            }
        };
        await using var server = await ExternalServers.StartAsync(provider, others: ("Auth:ExternalLogins:TimeoutSeconds", "2"));

        using var login = await server.LogInAsync(provider);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("504 OAUTH_PROVIDER_TIMEOUT"));
    }

    [Test]
    public async Task A_provider_that_is_down_has_no_effect_on_known_users_and_their_passwords()
    {
        var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var user = await server.CreateUserAsync();
        var token = await server.TokenAsync(provider);
        var flow = await server.BeginAsync();
        await provider.DisposeAsync();

        using var login = await server.ReturnAsync(flow, "code");
        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        using var password = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(
            (await login.SummaryAsync(), await me.SummaryAsync(), await password.SummaryAsync()),
            Is.EqualTo(("503 OAUTH_PROVIDER_UNAVAILABLE", "200", "200")));
        Assert.That(login.Headers.RetryAfter, Is.Not.Null);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("no address")]
    [TestCase("a@b")]
    [TestCase("attacker@example.com\r\nBcc: victim@example.com")]
    public async Task A_new_user_needs_a_valid_address(string? email)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Claims["email"] = email;
        await using var server = await ExternalServers.StartAsync(provider);

        using var login = await server.LogInAsync(provider);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("400 OAUTH_NOT_AVAILABLE_EMAIL"));
        Assert.That(await CountUsersAsync(server), Is.Zero);
    }

    [Test]
    public async Task A_failing_provider_is_not_asked_while_its_circuit_is_open()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        await server.TokenAsync(provider);
        provider.Responses["/token"] = Json("", 500);
        for (var i = 0; i < 30; i++)
        {
            using var login = await server.LogInAsync(provider);
            Assert.That(await login.SummaryAsync(), Is.EqualTo("503 OAUTH_PROVIDER_UNAVAILABLE"));
        }

        Assert.That(provider.TokenRequests, Is.LessThan(31));
    }

    private static async Task<int> CountUsersAsync(AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Users.CountAsync();
    }

    private static RequestDelegate Json(string body, int status) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    private static RequestDelegate Redirect(string url) => context =>
    {
        context.Response.Redirect(url);
        return Task.CompletedTask;
    };

    private static Task Large(HttpContext context) =>
        context.Response.WriteAsync($$"""{"sub":"a","email":"{{new string('a', 10 << 20)}}@example.com"}""");

    private static async Task Endless(HttpContext context)
    {
        var page = new string(' ', 1 << 16);
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.WriteAsync(page, context.RequestAborted);
    }
}
