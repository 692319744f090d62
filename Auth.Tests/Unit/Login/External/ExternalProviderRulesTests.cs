using Auth.Api.Hosting;
using Auth.Application.Login.External;

namespace Auth.Tests.Unit.Login.External;

/// <summary>The settings of external providers.</summary>
public sealed class ExternalProviderRulesTests
{
    private static readonly (string Case, string Setting, Action<ExternalProviderOptions> Change)[] Refused =
    [
        ("an unknown preset", "Preset", options => options.Preset = "Gogle"),
        ("no client id", "ClientId", options => options.ClientId = " "),
        ("no secret", "ClientSecret", options => options.ClientSecret = null),
        ("half of a signed secret", "SignedSecret", options => options.SignedSecret.TeamId = "TEAM"),
        ("two secrets", "ClientSecret", options =>
            (options.SignedSecret.TeamId, options.SignedSecret.KeyId, options.SignedSecret.PrivateKey) = ("T", "K", "P")),
        ("no issuer", "Issuer", options => options.Issuer = null),
        ("an issuer without TLS", "Issuer", options => options.Issuer = "http://id.example.com"),
        ("an issuer with a query", "Issuer", options => options.Issuer = "https://id.example.com?a=b"),
        ("an issuer with a user", "Issuer", options => options.Issuer = "https://a@id.example.com"),
        ("Microsoft without a tenant", "Tenant", options => (options.Preset, options.Issuer) = ("Microsoft", null)),
        ("an algorithm with a shared secret", "SigningAlgorithms", options => options.SigningAlgorithms.Add("HS256")),
        ("the algorithm none", "SigningAlgorithms", options => options.SigningAlgorithms.Add("none")),
        ("a scope with a line break", "Scopes", options => options.Scopes.Add("a\nb")),
        ("a path with a slash", "Mounts:0:Path", options => options.Mounts[0].Path = "/api"),
        ("an empty path", "Mounts:0:Path", options => options.Mounts[0].Path = ""),
        ("a route parameter", "Mounts:0:Path", options => options.Mounts[0].Path = "api/{id}"),
        ("a redirect without TLS", "Mounts:0:RedirectUri", options => options.Mounts[0].RedirectUri = "http://app.example.com/cb"),
        ("a field that is not declared", "MapFields:team", options => options.MapFields["team"] = "hd"),
        ("a path of association with a slash", "AssociatePath", options => options.AssociatePath = "/api"),
        ("a redirect of association without TLS", "AssociateRedirectUri", options => options.AssociateRedirectUri = "cb"),
        ("OAuth 2.0 with one wrong endpoint", "TokenEndpoint", options =>
            (options.Type, options.AuthorizationEndpoint, options.TokenEndpoint, options.UserInfoEndpoint) =
                (ExternalProviderType.OAuth2, "https://a.example", "http://a.example", "https://a.example")),
    ];

    private static IEnumerable<TestCaseData> RefusedCases() =>
        Refused.Select(refused => new TestCaseData(refused.Setting, refused.Change).SetArgDisplayNames(refused.Case));

    [TestCaseSource(nameof(RefusedCases))]
    public void An_invalid_setting_is_refused_with_one_message_that_names_it(string setting, object change)
    {
        var failures = FailuresOf("test", (Action<ExternalProviderOptions>)change);

        Assert.That(failures.Single(), Does.StartWith($"Auth:ExternalProviders:test:{setting}"));
    }

    [TestCase("")]
    [TestCase(" ")]
    public void A_mapped_field_needs_a_path(string path)
    {
        var provider = Provider();
        provider.MapFields["TEAM"] = path;
        var settings = Settings.Create(options =>
        {
            options.UserFields.Fields.Add(new() { Name = "team" });
            options.ExternalProviders["test"] = provider;
        });

        Assert.That(
            new AuthOptionsValidator().Validate(null, settings.Value).Failures?.Single(),
            Does.StartWith("Auth:ExternalProviders:test:MapFields:TEAM must be the path"));
    }

    [TestCase("")]
    [TestCase("Google")]
    [TestCase("a b")]
    [TestCase("a/b")]
    [TestCase("a.b")]
    public void A_name_is_part_of_routes_and_rows(string name) =>
        Assert.That(FailuresOf(name, _ => { }).Single(), Does.Contain("the name must consist of"));

    [Test]
    public void Two_routes_with_one_path_are_refused()
    {
        var failures = FailuresOf("test", options => options.AssociatePath = options.Mounts[0].Path);

        Assert.That(failures.Single(), Does.Contain("api/auth/test"));
    }

    [TestCase("http://auth.example.com")]
    [TestCase("https://auth.example.com?a")]
    [TestCase("auth.example.com")]
    public void A_public_url_uses_TLS(string url)
    {
        var settings = Settings.Create(options => options.PublicUrl = url);

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).Failures?.Single(), Does.StartWith("Auth:PublicUrl"));
    }

    [TestCase("http://app.example.com/")]
    [TestCase("https://app.example.com/#a")]
    [TestCase("/login")]
    public void A_return_url_uses_TLS_and_has_no_fragment(string url)
    {
        var settings = Settings.Create(options => options.ExternalLogins.ReturnUrls.Add(url));

        Assert.That(
            new AuthOptionsValidator().Validate(null, settings.Value).Failures?.Single(), Does.StartWith("Auth:ExternalLogins:ReturnUrls"));
    }

    [TestCase("Google")]
    [TestCase("google")]
    [TestCase("Microsoft")]
    [TestCase("Apple")]
    [TestCase("GitHub")]
    [TestCase("GitLab")]
    [TestCase("Facebook")]
    [TestCase("LinkedIn")]
    [TestCase("Discord")]
    public void A_preset_needs_an_id_and_a_secret_only(string preset) => Assert.That(
        FailuresOf("test", options => (options.Preset, options.Issuer, options.Tenant) =
            (preset, null, preset == "Microsoft" ? "9188040d-6c67-4c5b-b112-36a304b66dad" : null)),
        Is.Empty);

    [Test]
    public void The_preset_Keycloak_needs_the_issuer_of_its_realm() =>
        Assert.That(FailuresOf("test", options => (options.Preset, options.Issuer) = ("Keycloak", "https://id.example.com/realms/a")), Is.Empty);

    [TestCase("Facebook")]
    [TestCase("Microsoft")]
    public void A_preset_trusts_no_address_that_its_provider_does_not_state_to_be_verified(string preset)
    {
        var options = new ExternalProviderOptions { Preset = preset }.WithPreset();

        Assert.That(options.EmailVerifiedPath, Is.Not.EqualTo("email_verified"));
    }

    private static IEnumerable<string> FailuresOf(string name, Action<ExternalProviderOptions> change)
    {
        var provider = Provider();
        change(provider);
        var settings = Settings.Create(options => options.ExternalProviders[name] = provider);
        return new AuthOptionsValidator().Validate(null, settings.Value).Failures ?? [];
    }

    private static ExternalProviderOptions Provider() => new()
    {
        ClientId = "id",
        ClientSecret = "secret",
        Issuer = "https://id.example.com",
        Mounts = { new() { Path = "api/auth/test" } },
    };
}
