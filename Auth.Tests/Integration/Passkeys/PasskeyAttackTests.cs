using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Passkeys;

/// <summary>Attacks on passkeys. Each changes one detail of a login or registration that would succeed.</summary>
[OnEachDatabase]
public sealed class PasskeyAttackTests(DatabaseEngine engine)
{
    private const string Refused = "400 LOGIN_BAD_CREDENTIALS", BadChallenge = "400 PASSKEY_BAD_CHALLENGE";

    private static readonly Dictionary<string, PasskeyForgery> Forgeries = new()
    {
        ["another origin"] = new() { Origin = "https://attacker.example" },
        ["another port"] = new() { Origin = "http://localhost:5001" },
        ["a subdomain"] = new() { Origin = "http://evil.localhost:5000" },
        ["another relying party"] = new() { RelyingParty = "attacker.example" },
        ["the signature of another key"] = new() { SignsWithOtherKey = true },
        ["the type of a registration"] = new() { Type = "webauthn.create" },
        ["a frame of another site"] = new() { CrossOrigin = true },
        ["an absent user"] = new() { IsUserPresent = false },
        ["an unverified user"] = new() { IsUserVerified = false },
        ["the handle of another user"] = new() { UserHandle = RandomNumberGenerator.GetBytes(16) },
        ["no handle of a user"] = new() { OmitsUserHandle = true },
    };

    private static IEnumerable<string> ForgeryNames => Forgeries.Keys;

    [TestCaseSource(nameof(ForgeryNames))]
    public async Task A_login_is_refused_with(string forgery)
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();

        var forged = await server.TryPasskeyAsync(added.Authenticator, Forgeries[forgery]);

        Assert.That((forged, await server.TryPasskeyAsync(added.Authenticator)), Is.EqualTo((Refused, "200")));
        Assert.That(
            await server.TrailNamesAsync(added.User),
            Has.Exactly(1).EqualTo("login_failed LOGIN_BAD_CREDENTIALS").And.Exactly(2).EqualTo("login_succeeded"));
    }

    [TestCaseSource(nameof(ForgeryNames))]
    public async Task A_registration_is_refused_with(string forgery)
    {
        Assume.That(forgery, Does.Not.Contain("handle"), "A registration has no handle.");
        var server = await PasskeyServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var token = (await server.LogInAsync(user)).Access;
        var change = Forgeries[forgery] with { Type = Forgeries[forgery].Type is null ? null : "webauthn.get" };

        // Only a signed attestation proves the key.
        var authenticator = new SoftwareAuthenticator { Attests = true };
        using var response = await server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys, token,
            new { credential = authenticator.Create(await server.CreationOptionsAsync(token), change) });

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 PASSKEY_INVALID"));
        Assert.That(await server.PasskeysOfAsync(user), Is.Empty);
    }

    [TestCase("random bytes")]
    [TestCase("a changed signature")]
    [TestCase("a changed id")]
    [TestCase("a changed expiry")]
    [TestCase("another backend")]
    [TestCase("a registration")]
    [TestCase("a step-up")]
    [TestCase("nothing")]
    public async Task A_login_is_refused_with_the_challenge_of(string challenge)
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        var options = await server.RequestOptionsAsync();
        var own = options.GetProperty("challenge").GetString()!;
        var forged = challenge switch
        {
            "random bytes" => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(56)),
            "a changed signature" => Changed(own, 55),
            "a changed id" => Changed(own, 0),
            "a changed expiry" => Changed(own, 20),
            "another backend" => ChallengeOf(await server.RequestOptionsAsync(BackendServers.Database)),
            "a registration" => ChallengeOf(await server.CreationOptionsAsync(added.Tokens.Access)),
            "a step-up" => ChallengeOf(await StepUpOptionsAsync(server, added)),
            _ => "",
        };

        using var response = await server.SendPasskeyAsync(added.Authenticator.Assert(options, new() { Challenge = forged }));

        Assert.That(await response.SummaryAsync(), Is.EqualTo(BadChallenge));
    }

    [Test]
    public async Task A_replayed_login_is_refused()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        var credential = added.Authenticator.Assert(await server.RequestOptionsAsync());

        using var first = await server.SendPasskeyAsync(credential);
        using var second = await server.SendPasskeyAsync(credential);

        Assert.That((await first.SummaryAsync(), await second.SummaryAsync()), Is.EqualTo(("200", BadChallenge)));
    }

    [Test]
    public async Task Of_16_uses_of_a_login_at_once_on_two_processes_one_succeeds()
    {
        var settings = PasskeyServers.Settings().ToDictionary(setting => setting.Name, setting => setting.Value);
        await using var server = await AuthServer.StartAsync(engine, settings);
        await using var other = server.StartAnother(settings);
        var added = await server.CreatePasskeyUserAsync();
        var credential = added.Authenticator.Assert(await server.RequestOptionsAsync()).ToJsonString();

        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            (i % 2 == 0 ? server : other).SendPasskeyAsync(JsonNode.Parse(credential)!)));

        var summaries = await Task.WhenAll(responses.Select(response => response.SummaryAsync()));
        Assert.That(summaries, Has.Exactly(1).EqualTo("200").And.Exactly(15).EqualTo(BadChallenge));
    }

    [TestCase(300, BadChallenge)]
    [TestCase(299, "200")]
    public async Task A_challenge_expires_after_five_minutes(int seconds, string expected)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await PasskeyServers.StartAsync(engine, clock);
        var added = await server.CreatePasskeyUserAsync();
        var options = await server.RequestOptionsAsync();

        clock.Advance(TimeSpan.FromSeconds(seconds));
        using var response = await server.SendPasskeyAsync(added.Authenticator.Assert(options));

        Assert.That(await response.SummaryAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_challenge_from_before_the_clock_was_set_back_is_refused()
    {
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        var settings = PasskeyServers.Settings().ToDictionary(setting => setting.Name, setting => setting.Value);
        await using var server = await PasskeyServers.StartAsync(engine, later);
        await using var restarted = server.StartAnother(settings);
        var added = await restarted.CreatePasskeyUserAsync();

        using var response = await restarted.SendPasskeyAsync(added.Authenticator.Assert(await server.RequestOptionsAsync()));

        Assert.That(await response.SummaryAsync(), Is.EqualTo(BadChallenge));
    }

    [TestCase(5u, 5u)]
    [TestCase(5u, 4u)]
    [TestCase(5u, 0u)]
    public async Task A_counter_that_is_not_higher_is_refused_as_a_copy(uint stored, uint presented)
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync(new SoftwareAuthenticator { Counter = stored });
        added.Authenticator.Counter = presented;

        var copy = await server.TryPasskeyAsync(added.Authenticator);
        added.Authenticator.Counter = stored + 1;

        Assert.That((copy, await server.TryPasskeyAsync(added.Authenticator)), Is.EqualTo((Refused, "200")));
        Assert.That(await server.TrailNamesAsync(added.User), Has.Exactly(1).EqualTo($"passkey_cloned {added.Id}"));
    }

    [Test]
    public async Task A_counter_that_rises_is_stored()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync(new SoftwareAuthenticator { Counts = true, Counter = 7 });

        var logins = (await server.TryPasskeyAsync(added.Authenticator), await server.TryPasskeyAsync(added.Authenticator));

        Assert.That(logins, Is.EqualTo(("200", "200")));
        Assert.That((await server.PasskeysOfAsync(added.User)).Single().SignCount, Is.EqualTo(9));
    }

    [Test]
    public async Task The_challenge_of_another_user_adds_no_passkey()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var (user, victim) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        var (token, victims) = ((await server.LogInAsync(user)).Access, (await server.LogInAsync(victim)).Access);

        var credential = new SoftwareAuthenticator().Create(await server.CreationOptionsAsync(token));
        using var response = await server.SendAsync(HttpMethod.Post, PasskeyServers.Passkeys, victims, new { credential });

        Assert.That(await response.SummaryAsync(), Is.EqualTo(BadChallenge));
        Assert.That(await server.PasskeysOfAsync(victim), Is.Empty);
    }

    [Test]
    public async Task A_registration_is_used_once()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var token = (await server.LogInAsync(await server.CreateUserAsync())).Access;
        var options = await server.CreationOptionsAsync(token);

        using var first = await server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys, token, new { credential = new SoftwareAuthenticator().Create(options) });
        using var second = await server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys, token, new { credential = new SoftwareAuthenticator().Create(options) });

        Assert.That((await first.SummaryAsync(), await second.SummaryAsync()), Is.EqualTo(("201", BadChallenge)));
    }

    [Test]
    public async Task A_credential_id_belongs_to_one_user()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var victim = await server.CreatePasskeyUserAsync();
        var token = (await server.LogInAsync(await server.CreateUserAsync())).Access;
        var copy = new SoftwareAuthenticator { CredentialId = victim.Authenticator.CredentialId };

        using var response = await server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys, token,
            new { credential = copy.Create(await server.CreationOptionsAsync(token)) });

        Assert.That(
            (await response.SummaryAsync(), await server.TryPasskeyAsync(victim.Authenticator)),
            Is.EqualTo(("400 PASSKEY_ALREADY_REGISTERED", "200")));
    }

    [Test]
    public async Task An_authenticator_of_another_model_is_refused()
    {
        var allowed = Guid.NewGuid();
        await using var server = await PasskeyServers.StartAsync(
            engine, TimeProvider.System, ("Auth:Passkeys:Attestation", "Direct"), ("Auth:Passkeys:AllowedAaguids:0", $"{allowed:D}"));
        var token = (await server.LogInAsync(await server.CreateUserAsync())).Access;
        SoftwareAuthenticator[] authenticators =
        [
            new() { Attests = true, Aaguid = allowed }, new() { Attests = true, Aaguid = Guid.NewGuid() }, new() { Aaguid = allowed },
        ];

        var summaries = new List<string>();
        foreach (var authenticator in authenticators)
        {
            using var response = await server.SendAsync(
                HttpMethod.Post, PasskeyServers.Passkeys, token,
                new { credential = authenticator.Create(await server.CreationOptionsAsync(token)) });
            summaries.Add(await response.SummaryAsync());
        }

        Assert.That(summaries, Is.EqualTo(["201", "400 PASSKEY_INVALID", "400 PASSKEY_INVALID"]));
    }

    [Test]
    public async Task Hostile_credentials_are_refused_without_an_error_of_the_server()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        var summaries = new HashSet<string>();
        foreach (var member in new[] { "id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature", "userHandle" })
        {
            foreach (var value in new[] { "null", "1", "[]", "{}", "\"\"", "\"%\"", "\"AAAA\"", $"\"{new string('A', 4000)}\"", "\"\\ud800\"" })
            {
                var credential = added.Authenticator.Assert(await server.RequestOptionsAsync());
                var parent = credential.ContainsKey(member) ? credential : credential["response"]!.AsObject();
                parent.Remove(member);
                var text = credential.ToJsonString();
                var inner = parent == credential ? text.LastIndexOf('}') : text.LastIndexOf("}}", StringComparison.Ordinal);
                text = $"{{\"credential\":{text[..inner]},\"{member}\":{value}{text[inner..]}}}";
                using var response = await server.SendTextAsync(HttpMethod.Post, "/api/token/passkey", text);

                // Browsers send the id twice. The text is ignored.
                if (member is not "id" || (int)response.StatusCode != 200)
                    summaries.Add(await response.SummaryAsync());
            }
        }

        Assert.That(summaries, Is.SubsetOf([Refused, BadChallenge]));
        Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo("200"));
    }

    [TestCase("""{}""", "422 body.credential missing")]
    [TestCase("""{"credential":"text"}""", "422 body.credential dict_type")]
    [TestCase("""{"credential":null}""", "422 body.credential dict_type")]
    [TestCase("""{"credential":{}}""", Refused)]
    public async Task A_body_without_a_credential_is_refused(string body, string expected)
    {
        var server = await PasskeyServers.GetAsync(engine);

        using var response = await server.SendTextAsync(HttpMethod.Post, "/api/token/passkey", body);

        Assert.That(await response.SummaryAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var server = await PasskeyServers.GetAsync(engine);

        using var response = await server.SendTextAsync(
            HttpMethod.Post, "/api/token/passkey", $"{{\"credential\":{{\"id\":\"{new string('A', 66_000)}\"}}}}");

        Assert.That((int)response.StatusCode, Is.EqualTo(413));
    }

    private static string ChallengeOf(JsonElement options) => options.GetProperty("challenge").GetString()!;

    private static async Task<JsonElement> StepUpOptionsAsync(AuthServer server, PasskeyUser added)
    {
        using var response = await server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys + "/step-up-options", added.Tokens.Access);
        return await response.JsonAsync();
    }

    private static string Changed(string challenge, int index)
    {
        var bytes = Base64Url.DecodeFromChars(challenge);
        bytes[index] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }
}
