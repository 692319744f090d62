using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>Attacks on the state and on the code (RFC 9700 §4).</summary>
public sealed class StateAttackTests
{
    [Test]
    public async Task Login_CSRF_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);

        // The attacker begins a login and makes the victim's browser, which has no cookie or another one, complete it.
        var (attackers, victims) = (await server.BeginAsync(), await server.BeginAsync());
        using var without = await server.ReturnAsync(attackers, provider.IssueCode(attackers.Parameters), cookie: "");
        using var other = await server.ReturnAsync(attackers, provider.IssueCode(attackers.Parameters), cookie: victims.Cookie);

        Assert.That(
            (await without.SummaryAsync(), await other.SummaryAsync(), provider.TokenRequests),
            Is.EqualTo(("400 OAUTH_INVALID_STATE", "400 OAUTH_INVALID_STATE", 0)));
    }

    [Test]
    public async Task A_used_state_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var flow = await server.BeginAsync();
        using var first = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        using var second = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        Assert.That((await second.SummaryAsync(), provider.TokenRequests), Is.EqualTo(("400 OAUTH_INVALID_STATE", 1)));
    }

    [Test]
    public async Task A_stolen_state_and_code_are_useless_in_another_browser()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var (victims, attackers) = (await server.BeginAsync(), await server.BeginAsync());

        // The state contains no value that serves as the cookie.
        var claims = JsonNode.Parse(WebEncoders.Base64UrlDecode(victims.State.Split('.')[1]))!.AsObject();
        var answers = new List<string>();
        foreach (var cookie in claims.Select(claim => $"{claim.Value}").Append(attackers.Cookie).Where(value => value.Length < 100))
        {
            using var response = await server.ReturnAsync(victims, provider.IssueCode(victims.Parameters), cookie: cookie);
            answers.Add(await response.SummaryAsync());
        }

        Assert.That(answers, Has.Count.GreaterThan(4).And.All.EqualTo("400 OAUTH_INVALID_STATE"));
    }

    [Test]
    public async Task A_state_of_another_route_or_provider_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var other = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, others:
        [
            ("Auth:ExternalProviders:other:Issuer", other.Issuer),
            ("Auth:ExternalProviders:other:ClientId", TestProvider.ClientId),
            ("Auth:ExternalProviders:other:ClientSecret", TestProvider.ClientSecret),
            ("Auth:ExternalProviders:other:Mounts:0:Path", "api/auth/other"),
        ]);
        var token = await server.PasswordTokenAsync(await server.CreateUserAsync());
        var flow = await server.BeginAsync();
        var code = provider.IssueCode(flow.Parameters);

        using var atOther = await server.ReturnAsync(flow, code, "/api/auth/other");
        using var atLinked = await server.ReturnAsync(flow, code, ExternalServers.Linked);
        using var atAssociation = await server.ReturnAsync(flow, code, ExternalServers.Associate, token);

        Assert.That(
            (await atOther.SummaryAsync(), await atLinked.SummaryAsync(), await atAssociation.SummaryAsync()),
            Is.EqualTo(("400 OAUTH_INVALID_STATE", "400 OAUTH_INVALID_STATE", "400 OAUTH_INVALID_STATE")));
        Assert.That((provider.TokenRequests, other.TokenRequests), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_mixed_up_response_is_refused_by_its_issuer()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var flow = await server.BeginAsync();

        using var response = await server.ReturnAsync(
            flow, provider.IssueCode(flow.Parameters), changes: ("iss", "https://attacker.example"));

        Assert.That((await response.SummaryAsync(), provider.TokenRequests), Is.EqualTo(("400 OAUTH_INVALID_STATE", 0)));
    }

    [Test]
    public async Task A_response_without_an_issuer_is_refused_if_the_provider_sends_one()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeDiscovery = discovery => discovery["authorization_response_iss_parameter_supported"] = true;
        await using var server = await ExternalServers.StartAsync(provider);
        var (first, second) = (await server.BeginAsync(), await server.BeginAsync());

        using var without = await server.ReturnAsync(first, provider.IssueCode(first.Parameters));
        using var with = await server.ReturnAsync(second, provider.IssueCode(second.Parameters), changes: ("iss", provider.Issuer));

        Assert.That((await without.SummaryAsync(), await with.SummaryAsync()), Is.EqualTo(("400 OAUTH_INVALID_STATE", "200")));
    }

    [TestCase(600, "400 ACCESS_TOKEN_ALREADY_EXPIRED")]
    [TestCase(599, "200")]
    public async Task A_state_expires_after_ten_minutes(int seconds, string expected)
    {
        await using var provider = await TestProvider.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(-seconds));
        await using var server = await ExternalServers.StartAsync(
            provider, services: services => services.AddSingleton<TimeProvider>(clock));
        var flow = await server.BeginAsync();

        clock.Advance(TimeSpan.FromSeconds(seconds));
        using var response = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        Assert.That(await response.SummaryAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_forged_state_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var flow = await server.BeginAsync();
        var parts = flow.State.Split('.');
        string[] forged =
        [
            $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string('A', 43)}", $"eyJhbGciOiJub25lIn0.{parts[1]}.", "", "a.b.c",
            await server.TokenOfAsync(await server.CreateUserAsync()),
        ];

        var answers = new List<string>();
        foreach (var state in forged)
        {
            using var response = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters), changes: ("state", state));
            answers.Add(await response.SummaryAsync());
        }

        Assert.That(answers, Is.All.EqualTo("400 ACCESS_TOKEN_DECODE_ERROR"));
        Assert.That(provider.TokenRequests, Is.Zero);
    }

    [Test]
    public async Task A_code_of_another_users_login_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var (victims, attackers) = (await server.BeginAsync(), await server.BeginAsync());

        // The attacker injects the victim's stolen code into a login of their own. The provider checks the code challenge.
        using var response = await server.ReturnAsync(attackers, provider.IssueCode(victims.Parameters));

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 OAUTH_CODE_REFUSED"));
    }

    [Test]
    public async Task A_code_of_another_users_login_is_refused_even_if_the_provider_ignores_the_code_challenge()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var (victims, attackers) = (await server.BeginAsync(), await server.BeginAsync());
        var stolen = victims.Parameters.Where(parameter => parameter.Key != "code_challenge").ToDictionary();

        using var response = await server.ReturnAsync(attackers, provider.IssueCode(stolen));

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 OAUTH_INVALID_ID_TOKEN"));
    }

    [Test]
    public async Task A_state_of_one_user_links_nothing_to_another()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var attacker = await server.PasswordTokenAsync(await server.CreateUserAsync());
        var victim = await server.PasswordTokenAsync(await server.CreateUserAsync());
        var flow = await server.BeginAsync(ExternalServers.Associate, token: attacker);

        using var response = await server.ReturnAsync(
            flow, provider.IssueCode(flow.Parameters), ExternalServers.Associate, victim);

        Assert.That((await response.SummaryAsync(), await server.LinksAsync(victim)), Is.EqualTo(("400 Bad Request", Array.Empty<string>())));
    }

    [Test]
    public async Task The_redirect_uri_has_the_configured_host_whatever_the_request_claims()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ExternalServers.Login}/authorize");
        request.Headers.Host = "attacker.example";
        request.Headers.Add("X-Forwarded-Host", "attacker.example");

        using var response = await server.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("attacker.example"));
    }

    [TestCase("access_denied", "400 access_denied")]
    [TestCase("<script>alert(1)</script>", "400 <script>alert(1)</script>")]
    [TestCase("a\"b", "400 Bad Request")]
    [TestCase("zürich", "400 Bad Request")]
    public async Task The_error_of_a_provider_is_returned_if_it_is_an_error_code(string error, string expected)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var flow = await server.BeginAsync();

        using var response = await server.ReturnAsync(flow, code: null, changes: ("error", error));

        Assert.That(await response.SummaryAsync(), Is.EqualTo(expected));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
    }
}
