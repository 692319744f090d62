using Auth.Tests.Integration;

namespace Auth.Tests.Security;

public sealed class ClaimTypeTests
{
    private const long Now = 2_000_000_000;
    private const string Missing = "";

    private static readonly string[] NoText =
        ["null", "true", "5", "1e400", "\"\"", "\"x\"", "[]", "[[]]", "{}", "\"\\ud800\"", "[RIGHT]"];
    private static readonly string[] NoDate = ["null", "true", "\"\"", "\"x\"", "\"4102444800\"", "[]", "{}", "[4102444800]"];
    private static readonly string[] NoAudience =
        [Missing, "null", "true", "5", "\"\"", "\"x\"", "[]", "[[]]", "{}", "[\"x\"]", "[[RIGHT]]", "[RIGHT,5]", "{\"x\":RIGHT}"];

    private static IEnumerable<TestCaseData> WrongTypes =>
        from reader in new[] { TokenReader.Access, TokenReader.Revoke, TokenReader.Verify, TokenReader.Reset }
        from claim in ClaimsOf(reader)
        from json in claim.Wrong
        select new TestCaseData(reader, claim.Name, json);

    [TestCaseSource(nameof(WrongTypes))]
    public async Task A_token_with_a_claim_of_the_wrong_type_is_refused(TokenReader reader, string claim, string json)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var before = await victim.StoredAsync();
        var claims = reader.ClaimsFor(victim.User, victim.Tokens.SessionId);
        var right = claim switch
        {
            "sub" => $"\"{victim.User.Id}\"",
            "sid" => $"\"{victim.Tokens.SessionId}\"",
            "email" => $"\"{victim.User.Email}\"",
            "password_fgpt" => $"\"{Conformance.Claims.Fingerprint(victim.User)}\"",
            _ => $"\"{Audience(reader)}\"",
        };
        var wrong = json == Missing ? null : json.Replace("RIGHT", right, StringComparison.Ordinal);

        var answer = await reader.SendAsync(victim.Server, claims.With(claim, wrong).Sign());

        Assert.That(answer, Is.EqualTo(reader.Refusal()));
        Assert.That(await victim.StoredAsync(), Is.EqualTo(before));
    }

    [TestCase("{{{0}}}")]
    [TestCase("({0})")]
    [TestCase(" {0}")]
    [TestCase("{0}\\n")]
    [TestCase("{0}' OR '1'='1")]
    [TestCase("urn:uuid:{0}")]
    public async Task A_sid_that_is_not_a_canonical_UUID_is_refused(string format)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var sessionId = string.Format(null, format, victim.Tokens.SessionId);

        Assert.That(await ReadAsync(victim, $"\"{sessionId}\""), Is.EqualTo("401 Unauthorized"));
    }

    [Test]
    public async Task A_sid_of_another_user_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var (victim, attacker) = (await Victim.CreateAsync(server), await Victim.CreateAsync(server));

        Assert.That(await ReadAsync(victim, $"\"{attacker.Tokens.SessionId}\""), Is.EqualTo("401 Unauthorized"));
    }

    [Test]
    public async Task A_sid_of_an_unknown_session_is_refused()
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());

        Assert.That(await ReadAsync(victim, $"\"{Guid.NewGuid()}\""), Is.EqualTo("401 Unauthorized"));
    }

    [Test]
    public async Task A_token_expires_at_the_second_in_exp(
        [Values(TokenReader.Access, TokenReader.Verify, TokenReader.Reset)] TokenReader reader, [Values(-1, 0, 1)] int seconds)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAtAsync(Now));
        var claims = reader.ClaimsFor(victim.User, victim.Tokens.SessionId).With("exp", $"{Now + seconds}");

        Assert.That(
            await reader.SendAsync(victim.Server, claims.Sign()), Is.EqualTo(seconds > 0 ? "200" : reader.Refusal()));
    }

    [Test]
    public async Task A_token_is_valid_from_the_second_in_nbf(
        [Values(TokenReader.Access, TokenReader.Verify, TokenReader.Reset)] TokenReader reader, [Values(-1, 0, 1)] int seconds)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAtAsync(Now));
        var claims = reader.ClaimsFor(victim.User, victim.Tokens.SessionId).With("nbf", $"{Now + seconds}");

        Assert.That(
            await reader.SendAsync(victim.Server, claims.Sign()), Is.EqualTo(seconds <= 0 ? "200" : reader.Refusal()));
    }

    private static IEnumerable<(string Name, IEnumerable<string> Wrong)> ClaimsOf(TokenReader reader)
    {
        yield return ("sub", [Missing, .. NoText]);
        yield return ("aud", NoAudience);
        yield return ("exp", [Missing, "-1", "0", .. NoDate]);
        yield return ("nbf", NoDate);
        yield return ("iat", NoDate);
        yield return reader switch
        {
            TokenReader.Verify => ("email", [Missing, .. NoText]),
            TokenReader.Reset => ("password_fgpt", [Missing, .. NoText]),
            _ => ("sid", NoText),
        };
    }

    private static string Audience(TokenReader reader) => reader switch
    {
        TokenReader.Verify => "fastapi-users:verify",
        TokenReader.Reset => "fastapi-users:reset",
        _ => "fastapi-users:auth",
    };

    private static Task<string> ReadAsync(Victim victim, string sessionId) => TokenReader.Access.SendAsync(
        victim.Server, TokenReader.Access.ClaimsFor(victim.User, victim.Tokens.SessionId).With("sid", sessionId).Sign());
}
