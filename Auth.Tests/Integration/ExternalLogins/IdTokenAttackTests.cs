using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>Attacks with id tokens (OpenID Connect Core 1.0 §3.1.3.7).</summary>
public sealed class IdTokenAttackTests
{
    private static readonly (string Case, Func<JsonObject, string> Sign)[] Signatures =
    [
        ("the algorithm none", claims => $"{Encode("""{"alg":"none"}""")}.{Encode(claims.ToJsonString())}."),
        ("the algorithm None", claims => $"{Encode("""{"alg":"None","kid":"key-1"}""")}.{Encode(claims.ToJsonString())}."),
        ("HS256 under the client secret", claims => TestProvider.SignWith(claims, Symmetric(Encoding.UTF8.GetBytes(TestProvider.ClientSecret)))),
        ("HS256 under the public key", claims => TestProvider.SignWith(claims, Symmetric(
            ((RsaSecurityKey)TestProvider.Key.Key).Rsa.ExportSubjectPublicKeyInfo()))),
        ("another key with the same id", claims => TestProvider.SignWith(claims, TestProvider.Credentials(RSA.Create(2048), "key-1"))),
        ("another key with another id", claims => TestProvider.SignWith(claims, TestProvider.Credentials(RSA.Create(2048), "key-2"))),
        ("no signature", claims => TestProvider.SignWith(claims, TestProvider.Key).TrimEnd('=') is var jwt ? jwt[..(jwt.LastIndexOf('.') + 1)] : ""),
        ("changed claims", claims =>
        {
            var parts = TestProvider.SignWith(claims, TestProvider.Key).Split('.');
            claims["email"] = "attacker@example.com";
            return $"{parts[0]}.{Encode(claims.ToJsonString())}.{parts[2]}";
        }),
        ("no JWT", _ => "garbage"),
        ("an empty token", _ => ""),
        ("a token of five parts", _ => "a.b.c.d.e"),
    ];

    private static readonly (string Case, Action<JsonObject> Change)[] Claims =
    [
        ("another audience", claims => claims["aud"] = "another-client"),
        ("no audience", claims => claims.Remove("aud")),
        ("another issuer", claims => claims["iss"] = "https://attacker.example"),
        ("an issuer with a slash", claims => claims["iss"] = $"{claims["iss"]}/"),
        ("no issuer", claims => claims.Remove("iss")),
        ("another nonce", claims => claims["nonce"] = new string('A', 43)),
        ("no nonce", claims => claims.Remove("nonce")),
        ("a nonce that is a number", claims => claims["nonce"] = 5),
        ("an expiry in the past", claims => claims["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 120),
        ("no expiry", claims => claims.Remove("exp")),
        ("a start in the future", claims => claims["nbf"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600),
        ("another authorized party", claims => claims["azp"] = "another-client"),
        ("two audiences without an authorized party", claims => claims["aud"] = new JsonArray(TestProvider.ClientId, "another-client")),
    ];

    private static IEnumerable<TestCaseData> SignatureCases() =>
        Signatures.Select(one => new TestCaseData(one.Sign).SetArgDisplayNames(one.Case));

    private static IEnumerable<TestCaseData> ClaimCases() =>
        Claims.Select(one => new TestCaseData(one.Change).SetArgDisplayNames(one.Case));

    [TestCaseSource(nameof(SignatureCases))]
    public async Task An_id_token_with_a_wrong_signature_is_refused(object sign)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Sign = (Func<JsonObject, string>)sign;

        Assert.That(await LogInAsync(provider), Is.EqualTo("400 OAUTH_INVALID_ID_TOKEN"));
    }

    [TestCaseSource(nameof(ClaimCases))]
    public async Task An_id_token_with_wrong_claims_is_refused(object change)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeIdToken = (Action<JsonObject>)change;

        Assert.That(await LogInAsync(provider), Is.EqualTo("400 OAUTH_INVALID_ID_TOKEN"));
    }

    [Test]
    public async Task An_id_token_is_required()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeTokens = tokens => tokens.Remove("id_token");

        Assert.That(await LogInAsync(provider), Is.EqualTo("400 OAUTH_INVALID_ID_TOKEN"));
    }

    [Test]
    public async Task An_id_token_for_two_audiences_is_accepted_if_it_was_issued_to_this_client()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeIdToken = claims =>
            (claims["aud"], claims["azp"]) = (new JsonArray("another-client", TestProvider.ClientId), TestProvider.ClientId);

        Assert.That(await LogInAsync(provider), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_new_key_of_the_provider_is_accepted_at_the_first_login_with_it()
    {
        await using var provider = await TestProvider.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-2));
        await using var server = await ExternalServers.StartAsync(provider, services: services =>
            services.AddSingleton<TimeProvider>(clock));
        await server.TokenAsync(provider);
        using var rsa = RSA.Create(2048);
        provider.Sign = claims => TestProvider.SignWith(claims, TestProvider.Credentials(rsa, "key-2"));
        provider.Responses["/jwks"] = context => TestProvider.WriteAsync(context, new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = "key-2",
                ["n"] = WebEncoders.Base64UrlEncode(rsa.ExportParameters(false).Modulus!),
                ["e"] = WebEncoders.Base64UrlEncode(rsa.ExportParameters(false).Exponent!),
            }),
        });

        clock.Advance(TimeSpan.FromMinutes(2));
        using var login = await server.LogInAsync(provider);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_profile_of_another_account_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeIdToken = claims => claims.Remove("email");
        provider.Responses["/userinfo"] = context => TestProvider.WriteAsync(
            context, new JsonObject { ["sub"] = "another", ["email"] = "victim@example.com", ["email_verified"] = true });

        Assert.That(await LogInAsync(provider), Is.EqualTo("502 OAUTH_PROVIDER_ERROR"));
    }

    private static async Task<string> LogInAsync(TestProvider provider)
    {
        await using var server = await ExternalServers.StartAsync(provider);
        using var login = await server.LogInAsync(provider);
        return await login.SummaryAsync();
    }

    private static SigningCredentials Symmetric(byte[] key) => new(
        new SymmetricSecurityKey(key.Length >= 32 ? key : [.. key, .. new byte[32 - key.Length]]) { KeyId = "key-1" },
        SecurityAlgorithms.HmacSha256);

    private static string Encode(string json) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(json));
}
