using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Throttling;

[OnEachDatabase]
public sealed class DeviceCookieTests(DatabaseEngine engine)
{
    private const string Home = "203.0.113.7";
    private const string Hotel = "192.0.2.1";

    [Test]
    public async Task A_login_sets_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        await using var server = await BrakedServer.StartAsync(engine);

        using var login = await LoginAsync(server, (await server.CreateUserAsync()).Email);

        Assert.That(
            CookieOf(login),
            Does.Match("^auth_device=[A-Za-z0-9_-]{75}; max-age=15552000; path=/; secure; samesite=strict; httponly$"));
    }

    [Test]
    public async Task A_login_returns_the_same_token_in_a_header()
    {
        await using var server = await BrakedServer.StartAsync(engine);

        using var login = await LoginAsync(server, (await server.CreateUserAsync()).Email);

        Assert.That(CookieOf(login), Does.StartWith($"auth_device={TokenOf(login)};"));
    }

    [TestCase("Cookie")]
    [TestCase("Auth-Device")]
    public async Task Failures_of_others_do_not_throttle_a_known_device_on_a_new_network(string transport)
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await LoginAsync(server, user.Email, from: Home);
        await server.FailAsync(user.Email);

        using var unknown = await LoginAsync(server, user.Email);
        using var device = await LoginAsync(server, user.Email, Sent(transport, TokenOf(first)));

        Assert.That((unknown.StatusCode, device.StatusCode), Is.EqualTo((HttpStatusCode.TooManyRequests, HttpStatusCode.OK)));
    }

    [Test]
    public async Task A_stolen_device_token_allows_no_more_guesses_than_the_limit()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await LoginAsync(server, user.Email, from: Home);

        var statuses = new List<int>();
        for (var guess = 0; guess < BrakedServer.MaxFailures + 1; guess++)
        {
            using var login = await LoginAsync(server, user.Email, Sent("Cookie", TokenOf(first)), "wrong-password");
            statuses.Add((int)login.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 400, 400, 400, 429 }));
    }

    [Test]
    public async Task Two_instances_share_the_failure_count_of_a_device()
    {
        var clock = new FakeTimeProvider();
        await using var one = await BrakedServer.StartAsync(engine, clock);
        await using var other = await BrakedServer.StartAsync(engine, clock, one.ConnectionString());
        var user = await one.CreateUserAsync();
        using var first = await LoginAsync(one, user.Email, from: Home);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => LoginAsync(
            index % 2 == 0 ? one : other, user.Email, Sent("Cookie", TokenOf(first)), "wrong-password")));

        Assert.That(answers.Count(answer => answer.StatusCode is HttpStatusCode.BadRequest), Is.EqualTo(BrakedServer.MaxFailures));
    }

    [Test]
    public async Task A_token_in_the_first_half_of_its_lifetime_is_not_renewed()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await LoginAsync(server, user.Email);

        using var second = await LoginAsync(server, user.Email, Sent("Cookie", TokenOf(first)));

        Assert.That((CookieOf(second), TokenOf(second)), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task A_token_in_the_second_half_of_its_lifetime_is_renewed()
    {
        var clock = new FakeTimeProvider();
        await using var server = await BrakedServer.StartAsync(engine, clock);
        var user = await server.CreateUserAsync();
        using var first = await LoginAsync(server, user.Email);
        clock.Advance(TimeSpan.FromDays(91));

        using var second = await LoginAsync(server, user.Email, Sent("Cookie", TokenOf(first)));

        Assert.That(TokenOf(second), Is.Not.Null.And.Not.EqualTo(TokenOf(first)));
    }

    [TestCase(null)]
    [TestCase("Cookie")]
    [TestCase("Auth-Device")]
    public async Task A_failed_login_neither_sets_nor_clears_the_cookie(string? transport)
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await LoginAsync(server, user.Email);

        using var failed = await LoginAsync(server, user.Email, Sent(transport, TokenOf(first)), "wrong-password");

        Assert.That((CookieOf(failed), TokenOf(failed)), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task A_cross_site_login_returns_the_header_and_does_not_replace_the_cookie()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();

        using var login = await LoginAsync(server, user.Email, ("Sec-Fetch-Site", "cross-site"));

        Assert.That((CookieOf(login), TokenOf(login) is null), Is.EqualTo(((string?)null, false)));
    }

    [TestCase("Cookie", "auth_device=; auth_device=\"\"; =;;")]
    [TestCase("Auth-Device", "")]
    [TestCase("Auth-Device", "%00, <script>")]
    public async Task A_malformed_token_is_ignored(string header, string value)
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();

        using var login = await LoginAsync(server, user.Email, (header, value));

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_login_sets_no_cookie_and_no_header_if_device_cookies_are_disabled()
    {
        await using var server = await AuthServer.StartAsync(
            engine, new Dictionary<string, string> { ["Auth:Throttle:DeviceCookies"] = "false" });
        var user = await server.CreateUserAsync();

        using var login = await LoginAsync(server, user.Email);

        Assert.That((CookieOf(login), TokenOf(login)), Is.EqualTo(((string?)null, (string?)null)));
    }

    private static async Task<HttpResponseMessage> LoginAsync(
        AuthServer server,
        string email,
        (string Name, string Value)? header = null,
        string password = AuthServer.Password,
        string from = Hotel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token/login")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["username"] = email, ["password"] = password }),
            Headers = { { "X-Forwarded-For", from } },
        };
        if (header is { } sent)
            request.Headers.TryAddWithoutValidation(sent.Name, sent.Value);
        return await server.Client.SendAsync(request);
    }

    private static (string Name, string Value)? Sent(string? transport, string? token) => transport switch
    {
        null => null,
        "Cookie" => ("Cookie", $"theme=dark; auth_device={token}"),
        _ => (transport, token!),
    };

    private static string? CookieOf(HttpResponseMessage login) =>
        login.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : null;

    private static string? TokenOf(HttpResponseMessage login) =>
        login.Headers.TryGetValues("Auth-Device", out var tokens) ? tokens.Single() : null;
}
