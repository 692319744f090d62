using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class ResetTokenTests
{
    private const string BadToken = "400 RESET_PASSWORD_BAD_TOKEN";

    /// <summary>The current time of the test server with a fixed clock, in seconds since 1970 (UTC).</summary>
    private const long Now = 2_000_000_000;

    [Test]
    public async Task A_mailed_token_has_the_claims_of_every_fastapi_users_version()
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();

        await server.SendAsync(HttpMethod.Post, "/api/auth/forgot-password", json: new { email = user.Email });
        var token = (await PickedUpMail.ToAsync(server, user.Email)).Token;
        var claims = Jwt.ClaimsOf(token);

        Assert.Multiple(() =>
        {
            Assert.That(Jwt.IsSigned(token));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo($"{user.Id}"));
            Assert.That(claims.GetProperty("user_id").GetString(), Is.EqualTo($"{user.Id}"));
            Assert.That(claims.GetProperty("password_fgpt").GetString(), Is.EqualTo(Claims.Fingerprint(user)));
            Assert.That(claims.GetProperty("aud").GetRawText(), Is.EqualTo("\"fastapi-users:reset\""));
            Assert.That(claims.GetProperty("exp").GetRawText(), Is.EqualTo($"{Now + 3600}"));
        });
    }

    [TestCase("exp", "2000000001", "200")]
    [TestCase("exp", "2000000000", BadToken)]
    [TestCase("exp", "1999999999", BadToken)]
    [TestCase("exp", null, BadToken)]
    [TestCase("nbf", "2000000001", BadToken)]
    [TestCase("aud", null, BadToken)]
    [TestCase("aud", "\"fastapi-users:auth\"", BadToken)]
    [TestCase("aud", "\"fastapi-users:verify\"", BadToken)]
    [TestCase("sub", null, BadToken)]
    [TestCase("sub", "5", BadToken)]
    [TestCase("sub", "\"nobody\"", BadToken)]
    [TestCase("sub", "\"3f0c7a52-94f5-4a7c-9a5c-2f6d0f3f1c11\"", BadToken)]
    [TestCase("password_fgpt", null, BadToken)]
    [TestCase("password_fgpt", "null", BadToken)]
    [TestCase("password_fgpt", "5", BadToken)]
    [TestCase("password_fgpt", "[]", BadToken)]
    [TestCase("password_fgpt", "\"\"", BadToken)]
    [TestCase("password_fgpt", "\"PRINT=\"", BadToken)]
    [TestCase("password_fgpt", "\"print\"", BadToken)]
    [TestCase("password_fgpt", "\"\\ud800\"", BadToken)]
    public async Task Each_claim_is_validated(string claim, string? json, string summary)
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();
        var fingerprint = Claims.Fingerprint(user);
        json = json?.Replace("PRINT", fingerprint, StringComparison.Ordinal)
            .Replace("print", fingerprint.ToLowerInvariant(), StringComparison.Ordinal);

        Assert.That(await ResetAsync(server, Claims.ForReset(user).With(claim, json).Sign()), Is.EqualTo(summary));
    }

    [Test]
    public async Task A_token_of_fastapi_users_9_is_accepted()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var claims = Claims.ForReset(user).With("sub", null).With("user_id", $"\"{user.Id}\"");

        Assert.That(await ResetAsync(server, claims.Sign()), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_token_of_another_purpose_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var print = $"\"{Claims.Fingerprint(user)}\"";
        var access = Claims.ForAccess(user).With("password_fgpt", print);
        var verification = Claims.ForVerification(user).With("password_fgpt", print);

        Assert.Multiple(async () =>
        {
            Assert.That(await ResetAsync(server, await server.TokenOfAsync(user)), Is.EqualTo(BadToken));
            Assert.That(await ResetAsync(server, access.Sign()), Is.EqualTo(BadToken));
            Assert.That(await ResetAsync(server, verification.Sign()), Is.EqualTo(BadToken));
        });
    }

    private static async Task<string> ResetAsync(AuthServer server, string token)
    {
        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", json: new { token, password = "another-horse-10" });
        return await reset.SummaryAsync();
    }
}
