using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Passkeys;

/// <summary>Passkeys as the second factor after a password.</summary>
[OnEachDatabase]
public sealed class PasskeyFactorTests(DatabaseEngine engine)
{
    private static readonly (string, string) Required = ("Auth:Passkeys:RequiredAfterPassword", "true");

    [Test]
    public async Task A_passkey_completes_a_login_with_a_password()
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var added = await server.CreatePasskeyUserAsync();

        var missing = await BeginAsync(server, added.User);
        var options = await server.RequestOptionsAsync(json: new { token = missing.Token });
        using var response = await CompleteAsync(server, missing.Token, added.Authenticator, options);

        Assert.That(missing.Methods, Is.EqualTo(["passkey"]));
        Assert.That(
            options.GetProperty("allowCredentials").EnumerateArray().Single().GetProperty("transports").EnumerateArray()
                .Select(transport => transport.GetString()),
            Is.EqualTo(["hybrid", "internal"]));
        var claims = Jwt.ClaimsOf((await Tokens.ReadAsync(response)).Access);
        Assert.That(
            string.Join(' ', claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString())),
            Is.EqualTo("hwk mfa pwd user"));
    }

    [Test]
    public async Task A_passkey_that_has_not_verified_the_user_completes_a_login_with_a_password()
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var added = await server.CreatePasskeyUserAsync();
        var missing = await BeginAsync(server, added.User);
        var options = await server.RequestOptionsAsync(json: new { token = missing.Token });

        using var response = await CompleteAsync(
            server, missing.Token, added.Authenticator, options, new PasskeyForgery { IsUserVerified = false, OmitsUserHandle = true });

        Assert.That(await response.SummaryAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_passkey_that_has_verified_the_user_requires_no_other_factor()
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var added = await server.CreatePasskeyUserAsync();

        Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_passkey_that_has_not_verified_the_user_requires_another_factor()
    {
        var server = await PasskeyServers.GetAsync(engine, Required, ("Auth:Passkeys:UserVerification", "Preferred"));
        var added = await server.CreatePasskeyUserAsync();

        using var login = await server.SendPasskeyAsync(
            added.Authenticator.Assert(await server.RequestOptionsAsync(), new PasskeyForgery { IsUserVerified = false }));

        Assert.That((await MissingAsync(login)).Methods, Is.EqualTo(["passkey"]));
    }

    [Test]
    public async Task A_passkey_alone_requires_no_second_factor_by_default()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();

        using var login = await server.LoginAsync(added.User.Email, AuthServer.Password);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [TestCase("another user's passkey")]
    [TestCase("the challenge of another login")]
    [TestCase("the challenge of a passkey login")]
    [TestCase("another key")]
    [TestCase("no JSON")]
    public async Task A_login_is_not_completed_by(string attack)
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var (added, other) = (await server.CreatePasskeyUserAsync(), await server.CreatePasskeyUserAsync());
        var (missing, another) = (await BeginAsync(server, added.User), await BeginAsync(server, added.User));
        var options = await server.RequestOptionsAsync(json: new { token = missing.Token });
        var credential = attack switch
        {
            "another user's passkey" => other.Authenticator.Assert(options),
            "the challenge of another login" =>
                added.Authenticator.Assert(await server.RequestOptionsAsync(json: new { token = another.Token })),
            "the challenge of a passkey login" => added.Authenticator.Assert(await server.RequestOptionsAsync()),
            _ => added.Authenticator.Assert(options, new PasskeyForgery { SignsWithOtherKey = true }),
        };

        using var response = await server.SendAsync(
            HttpMethod.Post, "/api/token/second-factor",
            json: new { token = missing.Token, method = "passkey", code = attack is "no JSON" ? "{" : credential.ToJsonString() });

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 SECOND_FACTOR_BAD_CODE"));
    }

    [Test]
    public async Task A_completed_login_is_not_completed_again()
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var added = await server.CreatePasskeyUserAsync();
        var missing = await BeginAsync(server, added.User);
        var options = await server.RequestOptionsAsync(json: new { token = missing.Token });
        var body = new { token = missing.Token, method = "passkey", code = added.Authenticator.Assert(options).ToJsonString() };

        using var first = await server.SendAsync(HttpMethod.Post, "/api/token/second-factor", json: body);
        using var second = await server.SendAsync(HttpMethod.Post, "/api/token/second-factor", json: body);

        Assert.That((int)first.StatusCode, Is.EqualTo(200));
        Assert.That((int)second.StatusCode, Is.EqualTo(400));
    }

    [TestCase("a forged token")]
    [TestCase("the token of another backend")]
    public async Task Options_for_a_user_require_the_token_of_the_login(string attack)
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var added = await server.CreatePasskeyUserAsync();
        var token = attack is "a forged token" ? "e30.e30.e30" : (await BeginAsync(server, added.User, BackendServers.Database)).Token;

        using var response = await server.SendAsync(HttpMethod.Post, "/api/token/passkey/options", json: new { token });

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 SECOND_FACTOR_BAD_TOKEN"));
    }

    [Test]
    public async Task The_removal_of_the_last_passkey_ends_the_second_factor()
    {
        var server = await PasskeyServers.GetAsync(engine, Required);
        var added = await server.CreatePasskeyUserAsync();

        var removed = await server.StatusAsync(HttpMethod.Delete, $"{PasskeyServers.Passkeys}/{added.Id}", added.Tokens.Access);
        using var login = await server.LoginAsync(added.User.Email, AuthServer.Password);

        Assert.That((removed, await login.SummaryAsync()), Is.EqualTo((204, "200")));
    }

    [Test]
    public async Task A_passkey_confirms_a_login()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        using var begun = await server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys + "/step-up-options", added.Tokens.Access);
        var code = added.Authenticator.Assert(await begun.JsonAsync()).ToJsonString();

        using var first = await server.SendAsync(
            HttpMethod.Post, "/api/token/step-up", added.Tokens.Access, new { method = "passkey", code });
        using var second = await server.SendAsync(
            HttpMethod.Post, "/api/token/step-up", added.Tokens.Access, new { method = "passkey", code });

        Assert.That(
            (await first.SummaryAsync(), await second.SummaryAsync()), Is.EqualTo(("200", "400 SECOND_FACTOR_BAD_CODE")));
    }

    [Test]
    public async Task A_user_who_must_have_a_second_factor_fulfils_it_with_a_passkey()
    {
        var server = await PasskeyServers.GetAsync(engine, ("Auth:SecondFactor:Required", "Everybody"));
        var added = await server.CreatePasskeyUserAsync();

        var before = await server.StatusAsync(HttpMethod.Get, "/api/users/me/sessions", added.Tokens.Access);
        using var login = await server.SendPasskeyAsync(added.Authenticator.Assert(await server.RequestOptionsAsync()));
        var token = (await Tokens.ReadAsync(login)).Access;
        using var removed = await server.SendAsync(HttpMethod.Delete, $"{PasskeyServers.Passkeys}/{added.Id}", token);

        Assert.That(
            (before, await server.StatusAsync(HttpMethod.Get, "/api/users/me/sessions", token), await removed.SummaryAsync()),
            Is.EqualTo((403, 200, "400 LAST_CREDENTIAL")));
    }

    private static async Task<Missing> BeginAsync(AuthServer server, User user, string backend = BackendServers.Jwt)
    {
        using var login = await server.LoginAtAsync(backend, user);
        return await MissingAsync(login);
    }

    private static async Task<Missing> MissingAsync(HttpResponseMessage login)
    {
        Assert.That((int)login.StatusCode, Is.EqualTo(400));
        var detail = (await login.JsonAsync()).GetProperty("detail");
        Assert.That(detail.GetProperty("code").GetString(), Is.EqualTo("LOGIN_SECOND_FACTOR_REQUIRED"));
        return new(
            detail.GetProperty("token").GetString()!,
            [.. detail.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!)]);
    }

    private static Task<HttpResponseMessage> CompleteAsync(
        AuthServer server, string token, SoftwareAuthenticator authenticator, JsonElement options, PasskeyForgery? forgery = null) =>
        server.SendAsync(
            HttpMethod.Post, "/api/token/second-factor",
            json: new { token, method = "passkey", code = authenticator.Assert(options, forgery).ToJsonString() });

    private sealed record Missing(string Token, string[] Methods);
}
