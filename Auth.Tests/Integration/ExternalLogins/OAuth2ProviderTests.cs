using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>Providers with OAuth 2.0, and with the peculiarities of the presets.</summary>
public sealed class OAuth2ProviderTests
{
    [Test]
    public async Task GitHubs_account_is_its_number_and_its_address_the_primary_verified_one()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context => TestProvider.WriteAsync(context, new JsonObject { ["id"] = 583231, ["email"] = "public@example.com" });
        provider.Responses["/emails"] = context => TestProvider.WriteAsync(context, JsonNode.Parse("""
            [{"email":"other@example.com","primary":false,"verified":true},{"email":"octocat@example.com","primary":true,"verified":true}]
            """));
        provider.ChangeTokens = tokens => tokens.Remove("id_token");
        await using var server = await StartAsync(provider, ("Preset", "GitHub"), ("EmailsEndpoint", $"{provider.Issuer}/emails"));

        var token = await server.TokenAsync(provider);

        var user = await server.UserOfAsync(token);
        Assert.That(await server.LinksAsync(token), Is.EqualTo(["test 583231"]));
        Assert.That((user.GetProperty("email").GetString(), user.GetProperty("is_verified").GetBoolean()), Is.EqualTo(("octocat@example.com", true)));
        Assert.That(provider.Requests, Does.Not.Contain("/userinfo"));
    }

    [TestCase("""[{"email":"octocat@example.com","primary":true,"verified":false}]""", "400 OAUTH_USER_ALREADY_EXISTS")]
    [TestCase("""[{"email":"octocat@example.com","primary":false,"verified":true}]""", "400 OAUTH_NOT_AVAILABLE_EMAIL")]
    [TestCase("[]", "400 OAUTH_NOT_AVAILABLE_EMAIL")]
    [TestCase("{}", "502 OAUTH_PROVIDER_ERROR")]
    public async Task An_address_of_GitHub_that_is_not_verified_and_primary_links_to_nobody(string emails, string expected)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context => TestProvider.WriteAsync(context, new JsonObject { ["id"] = 583231 });
        provider.Responses["/emails"] = context => TestProvider.WriteAsync(context, JsonNode.Parse(emails));
        await using var server = await StartAsync(provider, ("Preset", "GitHub"), ("EmailsEndpoint", $"{provider.Issuer}/emails"));
        await server.CreateUserAsync("octocat@example.com");

        using var login = await server.LogInAsync(provider);

        Assert.That(await login.SummaryAsync(), Is.EqualTo(expected));
    }

    [TestCase("{}")]
    [TestCase("""{"id":1.5}""")]
    [TestCase("""{"id":-1}""")]
    [TestCase("""{"id":0}""")]
    [TestCase("""{"id":99999999999999999999999999}""")]
    [TestCase("""{"id":""}""")]
    [TestCase("""{"id":null}""")]
    [TestCase("""{"id":{"id":"1"}}""")]
    public async Task A_profile_without_a_valid_account_id_is_refused(string profile)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context => TestProvider.WriteAsync(context, JsonNode.Parse(profile));
        await using var server = await StartAsync(provider, ("AccountIdPath", "id"));

        using var login = await server.LogInAsync(provider);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("502 OAUTH_PROVIDER_ERROR"));
    }

    [Test]
    public async Task The_paths_of_the_profile_are_configured()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context => TestProvider.WriteAsync(context, JsonNode.Parse(
            """{"data":{"user":{"key":"u-1","mail":{"address":"ada@example.com","ok":true}}}}"""));
        await using var server = await StartAsync(
            provider, ("AccountIdPath", "data.user.key"), ("EmailPath", "data.user.mail.address"),
            ("EmailVerifiedPath", "data.user.mail.ok"));

        var token = await server.TokenAsync(provider);

        Assert.That((await server.UserOfAsync(token)).GetProperty("is_verified").GetBoolean(), Is.True);
        Assert.That(await server.LinksAsync(token), Is.EqualTo(["test u-1"]));
    }

    [TestCase("GitHub", "octo", "The Octocat")]
    [TestCase("Discord", "octo", "Octo")]
    [TestCase("", "octo", null)]
    public async Task A_preset_names_the_path_of_the_name(string preset, string login, string? expected)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context => TestProvider.WriteAsync(context, new JsonObject
        {
            ["id"] = "7",
            ["login"] = login,
            ["email"] = AuthServer.NewEmail(),
            ["name"] = "The Octocat",
            ["global_name"] = "Octo",
        });
        provider.Responses["/emails"] = context => TestProvider.WriteAsync(context, JsonNode.Parse(
            """[{"email":"octocat@example.com","primary":true,"verified":true}]"""));
        (string, string)[] settings = preset.Length > 0 ? [("Preset", preset)] : [("AccountIdPath", "id"), ("NamePath", "")];
        await using var server = await StartAsync(
            provider, [.. settings, .. preset == "GitHub" ? [("EmailsEndpoint", $"{provider.Issuer}/emails")] : Array.Empty<(string, string)>()]);

        var token = await server.TokenAsync(provider);

        Assert.That((await server.UserOfAsync(token)).GetProperty("name").GetString(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Text_in_the_profile_that_is_not_Unicode_is_dropped()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(
                $$"""{"id":7,"data":{"a":["\ud800"]},"email":"{{AuthServer.NewEmail()}}","name":"\ud800","team":"\ud800"}""");
        };
        await using var server = await StartAsync(
            provider, ("AccountIdPath", "id"), ("MapFields:team", "team"), ("MapFields:data", "data"));

        var user = await server.UserOfAsync(await server.TokenAsync(provider));

        Assert.That(
            new[] { "name", "team", "data" }.Select(member => user.GetProperty(member).ValueKind), Is.All.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task LinkedIn_receives_no_code_challenge_and_the_secret_in_the_body()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/profile"] = context => TestProvider.WriteAsync(context, provider.Claims.DeepClone());
        await using var server = await StartAsync(provider, ("Preset", "LinkedIn"));
        var flow = await server.BeginAsync();

        using var login = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
        Assert.That(flow.Parameters.Keys, Does.Not.Contain("code_challenge").And.Not.Contain("nonce"));
        Assert.That(provider.Forms.Single().Keys, Does.Contain("client_secret").And.Not.Contain("code_verifier"));
    }

    [Test]
    public async Task Apple_posts_a_form_and_receives_a_signed_secret()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var provider = await TestProvider.StartAsync();
        var secrets = new List<string>();
        await using var server = await ExternalServers.StartAsync(provider, others:
        [
            ("Auth:ExternalProviders:test:Preset", "Apple"),
            ("Auth:ExternalProviders:test:ClientSecret", ""),
            ("Auth:ExternalProviders:test:SignedSecret:TeamId", "TEAM"),
            ("Auth:ExternalProviders:test:SignedSecret:KeyId", "KEY"),
            ("Auth:ExternalProviders:test:SignedSecret:PrivateKey", key.ExportPkcs8PrivateKeyPem()),
        ]);
        var flow = await server.BeginAsync(ExternalServers.Cookie);
        using var posted = await PostAsync(server, $"{ExternalServers.Cookie}/callback", flow, provider.IssueCode(flow.Parameters));

        // The form comes from another site and carries no cookies. The redirect is a navigation, which does.
        Assert.That((int)posted.StatusCode, Is.EqualTo(303));
        using var request = new HttpRequestMessage(HttpMethod.Get, posted.Headers.Location);
        request.Headers.Add("Cookie", $"fastapiusersoauthcsrf={flow.Cookie}");
        using var login = await server.Client.SendAsync(request);

        Assert.That(flow.Parameters["response_mode"], Is.EqualTo("form_post"));
        var secret = new JsonWebToken($"{provider.Forms.Single()["client_secret"]}");
        Assert.That((secret.Alg, secret.Kid, secret.Issuer, secret.Subject), Is.EqualTo(("ES256", "KEY", "TEAM", TestProvider.ClientId)));
        Assert.That(await IsSignedAsync(secret, key), Is.True);
    }

    [Test]
    public async Task Providers_without_a_form_have_no_route_for_one()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var flow = await server.BeginAsync();

        using var posted = await PostAsync(server, $"{ExternalServers.Login}/callback", flow, "code");

        Assert.That((int)posted.StatusCode, Is.EqualTo(405));
    }

    private static async Task<HttpResponseMessage> PostAsync(AuthServer server, string path, ExternalFlow flow, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = code, ["state"] = flow.State, ["user"] = "{}" }),
        };
        request.Headers.Add("Origin", "https://appleid.apple.com");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        return await server.Client.SendAsync(request);
    }

    private static async Task<bool> IsSignedAsync(JsonWebToken token, ECDsa key) =>
        (await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            IssuerSigningKey = new ECDsaSecurityKey(key),
            ValidateIssuer = false,
            ValidateAudience = false,
        })).IsValid;

    private static Task<AuthServer> StartAsync(TestProvider provider, params (string Name, string Value)[] settings)
    {
        var all = ExternalServers.Settings(provider);
        all.Remove("Auth:ExternalProviders:test:Issuer");
        (string Name, string Value)[] endpoints =
        [
            ("Type", "OAuth2"), ("AuthorizationEndpoint", $"{provider.Issuer}/authorize"), ("TokenEndpoint", $"{provider.Issuer}/token"),
            ("UserInfoEndpoint", $"{provider.Issuer}/profile"), ("Mounts:0:IsVerifiedByDefault", "true"),
            ("Mounts:0:AssociateByEmail", "true"),
        ];
        (all["Auth:UserFields:Fields:0:Name"], all["Auth:UserFields:Fields:1:Name"]) = ("team", "data");
        all["Auth:UserFields:Fields:1:Type"] = "Object";
        foreach (var (name, value) in endpoints.Concat(settings))
            all[$"Auth:ExternalProviders:test:{name}"] = value;
        return AuthServer.StartAsync(settings: all);
    }
}
