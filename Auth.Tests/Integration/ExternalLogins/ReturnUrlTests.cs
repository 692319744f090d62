using System.Security.Cryptography;
using System.Text;
using Auth.Tests.Integration.Backends;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>Logins that return to a front end, and the exchange of their codes.</summary>
[OnEachDatabase]
public sealed class ReturnUrlTests(DatabaseEngine engine)
{
    private static readonly string Query = $"?return_to={Uri.EscapeDataString(ExternalServers.ReturnUrl)}";

    [Test]
    public async Task The_callback_redirects_with_a_code_that_is_exchanged_once()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var flow = await server.BeginAsync(query: Query);
        using var callback = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));
        var code = CodeIn(callback);

        using var first = await ExchangeAsync(server, code, cookie: flow.Cookie);
        using var second = await ExchangeAsync(server, code, cookie: flow.Cookie);

        Assert.That((await first.SummaryAsync(), await second.SummaryAsync()), Is.EqualTo(("200", "400 LOGIN_BAD_CODE")));
        var token = (await first.JsonAsync()).GetProperty("access_token").GetString()!;
        Assert.That((await server.UserOfAsync(token)).GetProperty("email").GetString(), Is.EqualTo((string?)provider.Claims["email"]));
        Assert.That($"{callback.Headers.Location}", Does.Not.Contain("eyJ"));
    }

    [Test]
    public async Task Of_two_simultaneous_exchanges_on_two_processes_one_succeeds()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        await using var other = server.StartAnother(ExternalServers.Settings(provider));
        var flow = await server.BeginAsync(query: Query);
        using var callback = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        var responses = await Task.WhenAll(
            ExchangeAsync(server, CodeIn(callback), flow.Cookie), ExchangeAsync(other, CodeIn(callback), flow.Cookie));

        Assert.That(
            await Task.WhenAll(responses.Select(response => response.SummaryAsync())), Is.EquivalentTo(["200", "400 LOGIN_BAD_CODE"]));
    }

    [Test]
    public async Task A_code_is_useless_without_the_cookie_of_its_login()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var attackers = await server.BeginAsync(query: Query);
        string?[] cookies = [null, attackers.Cookie, "garbage"];

        var answers = new List<string>();
        foreach (var cookie in cookies)
        {
            var flow = await server.BeginAsync(query: Query);
            using var callback = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));
            using var exchange = await ExchangeAsync(server, CodeIn(callback), cookie);
            answers.Add(await exchange.SummaryAsync());
        }

        Assert.That(answers, Is.All.EqualTo("400 LOGIN_BAD_CODE"));
    }

    [Test]
    public async Task A_code_with_a_challenge_requires_its_verifier()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        const string Verifier = "a-verifier-of-the-front-end-0123456789-0123456789";
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

        var answers = new List<string>();
        foreach (var verifier in new[] { Verifier, Verifier + "x", null })
        {
            var flow = await server.BeginAsync(query: $"{Query}&code_challenge={challenge}");
            using var callback = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));
            using var exchange = await ExchangeAsync(server, CodeIn(callback), flow.Cookie, verifier);
            answers.Add(await exchange.SummaryAsync());
        }

        Assert.That(answers, Is.EqualTo(["200", "400 LOGIN_BAD_CODE", "400 LOGIN_BAD_CODE"]));
    }

    [TestCase(59, "200")]
    [TestCase(60, "400 LOGIN_BAD_CODE")]
    public async Task A_code_expires_after_a_minute(int seconds, string expected)
    {
        await using var provider = await TestProvider.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(-seconds));
        await using var server = await ExternalServers.StartAsync(
            provider, engine, services => services.AddSingleton<TimeProvider>(clock));
        var flow = await server.BeginAsync(query: Query);
        using var callback = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        clock.Advance(TimeSpan.FromSeconds(seconds));
        using var exchange = await ExchangeAsync(server, CodeIn(callback), flow.Cookie);

        Assert.That(await exchange.SummaryAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_code_is_valid_at_its_own_backend_only_and_while_the_user_may_log_in()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var root = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var flow = await server.BeginAsync(query: Query);
        using var callback = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));
        using var elsewhere = await ExchangeAsync(server, CodeIn(callback), flow.Cookie, path: "/api/database/exchange");

        var second = await server.BeginAsync(query: Query);
        using var again = await server.ReturnAsync(second, provider.IssueCode(second.Parameters));
        var id = (await server.UserOfAsync(await server.TokenAsync(provider))).GetProperty("id").GetGuid();
        using var deactivation = await server.SendAsync(HttpMethod.Patch, $"/api/users/{id}", root, new { is_active = false });
        using var inactive = await ExchangeAsync(server, CodeIn(again), second.Cookie);

        Assert.That(
            (await elsewhere.SummaryAsync(), await inactive.SummaryAsync()), Is.EqualTo(("400 LOGIN_BAD_CODE", "400 LOGIN_BAD_CODE")));
    }

    [Test]
    public async Task A_cookie_backend_sets_its_cookie_and_returns_without_a_code()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);

        using var callback = await server.LogInAsync(provider, ExternalServers.Cookie, Query);

        Assert.That(((int)callback.StatusCode, $"{callback.Headers.Location}"), Is.EqualTo((302, ExternalServers.ReturnUrl)));
        Assert.That(await server.MeAsync(("Cookie", BackendServers.Cookies(callback).Single().Split(';')[0])), Is.EqualTo(200));
    }

    [Test]
    public async Task A_failure_returns_to_the_front_end_with_its_code()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var denied = await server.BeginAsync(query: Query);
        var taken = await server.BeginAsync(query: Query);
        provider.Claims["email"] = (await server.CreateUserAsync()).Email;

        using var first = await server.ReturnAsync(denied, code: null, changes: ("error", "access_denied"));
        using var second = await server.ReturnAsync(taken, provider.IssueCode(taken.Parameters));
        using var forged = await server.ReturnAsync(denied, code: null, cookie: "garbage", changes: ("error", "access_denied"));

        Assert.That($"{first.Headers.Location}", Is.EqualTo($"{ExternalServers.ReturnUrl}&error=access_denied"));
        Assert.That($"{second.Headers.Location}", Is.EqualTo($"{ExternalServers.ReturnUrl}&error=OAUTH_USER_ALREADY_EXISTS"));
        Assert.That(await forged.SummaryAsync(), Is.EqualTo("400 access_denied"));
    }

    [Test]
    public async Task Authorize_redirects_to_the_provider_on_request()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);

        using var response = await server.SendAsync(HttpMethod.Get, $"{ExternalServers.Login}/authorize{Query}&redirect=true");

        Assert.That((int)response.StatusCode, Is.EqualTo(302));
        Assert.That($"{response.Headers.Location}", Does.StartWith($"{provider.Issuer}/authorize?response_type=code"));
    }

    private static string CodeIn(HttpResponseMessage callback)
    {
        Assert.That((int)callback.StatusCode, Is.EqualTo(302));
        Assert.That($"{callback.Headers.Location}", Does.StartWith($"{ExternalServers.ReturnUrl}&code="));
        return QueryHelpers.ParseQuery(callback.Headers.Location!.Query)["code"].Single()!;
    }

    private static async Task<HttpResponseMessage> ExchangeAsync(
        AuthServer server, string code, string? cookie, string? verifier = null, string path = "/api/token/exchange")
    {
        var form = new Dictionary<string, string> { ["code"] = code };
        if (verifier is not null)
            form["code_verifier"] = verifier;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        if (cookie is not null)
            request.Headers.Add("Cookie", $"fastapiusersoauthcsrf={cookie}");
        return await server.Client.SendAsync(request);
    }
}
