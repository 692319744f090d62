using Auth.Tests.Conformance;
using Auth.Tests.Integration;

namespace Auth.Tests.Security;

public sealed class TokenPurposeTests
{
    private const string Access = "access";
    private const string Refresh = "refresh";
    private const string Verify = "verification";
    private const string Reset = "reset";

    [TestCase(Access, TokenReader.Refresh)]
    [TestCase(Access, TokenReader.Verify)]
    [TestCase(Access, TokenReader.Reset)]
    [TestCase(Refresh, TokenReader.Access)]
    [TestCase(Refresh, TokenReader.Verify)]
    [TestCase(Refresh, TokenReader.Reset)]
    [TestCase(Verify, TokenReader.Access)]
    [TestCase(Verify, TokenReader.Revoke)]
    [TestCase(Verify, TokenReader.Refresh)]
    [TestCase(Verify, TokenReader.Reset)]
    [TestCase(Reset, TokenReader.Access)]
    [TestCase(Reset, TokenReader.Revoke)]
    [TestCase(Reset, TokenReader.Refresh)]
    [TestCase(Reset, TokenReader.Verify)]
    public async Task A_token_of_one_purpose_is_refused_for_another(string purpose, TokenReader reader)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var before = await victim.StoredAsync();

        var answer = await reader.SendAsync(victim.Server, TokenFor(purpose, victim));

        Assert.That(answer, Is.EqualTo(reader.Refusal()));
        Assert.That(await victim.StoredAsync(), Is.EqualTo(before));
    }

    [TestCase(TokenReader.Access, "aud", "\"fastapi-users:verify\"")]
    [TestCase(TokenReader.Access, "aud", "[\"fastapi-users:reset\"]")]
    [TestCase(TokenReader.Verify, "aud", "[\"fastapi-users:auth\"]")]
    [TestCase(TokenReader.Verify, "aud", "\"fastapi-users:reset\"")]
    [TestCase(TokenReader.Reset, "aud", "[\"fastapi-users:auth\"]")]
    [TestCase(TokenReader.Reset, "aud", "\"fastapi-users:verify\"")]
    [TestCase(TokenReader.Revoke, "aud", "\"fastapi-users:verify\"")]
    [TestCase(TokenReader.Verify, "email", null)]
    [TestCase(TokenReader.Verify, "email", "\"somebody@example.com\"")]
    [TestCase(TokenReader.Reset, "password_fgpt", null)]
    [TestCase(TokenReader.Reset, "password_fgpt", "\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"", Description = "empty text")]
    public async Task A_token_without_its_audience_or_claims_is_refused(TokenReader reader, string claim, string? json)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var before = await victim.StoredAsync();

        var answer = await reader.SendAsync(
            victim.Server, reader.ClaimsFor(victim.User, victim.Tokens.SessionId).With(claim, json).Sign());

        Assert.That(answer, Is.EqualTo(reader.Refusal()));
        Assert.That(await victim.StoredAsync(), Is.EqualTo(before));
    }

    private static string TokenFor(string purpose, Victim victim) => purpose switch
    {
        Access => victim.Tokens.Access,
        Refresh => victim.Tokens.Refresh,
        Verify => Claims.ForVerification(victim.User).Sign(),
        _ => Claims.ForReset(victim.User).Sign(),
    };
}
