using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class VerificationTokenTests
{
    private const string BadToken = "400 VERIFY_USER_BAD_TOKEN";

    /// <summary>The current time of the test server with a fixed clock, in seconds since 1970 (UTC).</summary>
    private const long Now = 2_000_000_000;

    [Test]
    public async Task A_mailed_token_has_the_claims_of_every_fastapi_users_version()
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();

        await server.SendAsync(HttpMethod.Post, "/api/auth/request-verify-token", json: new { email = user.Email });
        var token = (await PickedUpMail.ToAsync(server, user.Email)).Token;
        var claims = Jwt.ClaimsOf(token);

        Assert.Multiple(() =>
        {
            Assert.That(Jwt.IsSigned(token));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo($"{user.Id}"));
            Assert.That(claims.GetProperty("user_id").GetString(), Is.EqualTo($"{user.Id}"));
            Assert.That(claims.GetProperty("email").GetString(), Is.EqualTo(user.Email));
            Assert.That(claims.GetProperty("aud").GetRawText(), Is.EqualTo("\"fastapi-users:verify\""));
            Assert.That(claims.GetProperty("exp").GetRawText(), Is.EqualTo($"{Now + 3600}"));
        });
    }

    [TestCase("exp", "2000000001", "200")]
    [TestCase("exp", "2000000000", BadToken)]
    [TestCase("exp", "1999999999", BadToken)]
    [TestCase("exp", "\"2000000001\"", BadToken)]
    [TestCase("nbf", "2000000001", BadToken)]
    [TestCase("aud", null, BadToken)]
    [TestCase("aud", "\"fastapi-users:auth\"", BadToken)]
    [TestCase("aud", """["fastapi-users:auth"]""", BadToken)]
    [TestCase("aud", "\"fastapi-users:reset\"", BadToken)]
    [TestCase("sub", null, BadToken)]
    [TestCase("sub", "null", BadToken)]
    [TestCase("sub", "5", BadToken)]
    [TestCase("sub", "\"nobody\"", BadToken)]
    [TestCase("sub", "\"3f0c7a52-94f5-4a7c-9a5c-2f6d0f3f1c11\"", BadToken)]
    [TestCase("email", null, BadToken)]
    [TestCase("email", "null", BadToken)]
    [TestCase("email", "5", BadToken)]
    [TestCase("email", "[]", BadToken)]
    [TestCase("email", "\"\"", BadToken)]
    [TestCase("email", "\"another@example.com\"", BadToken)]
    public async Task Each_claim_is_validated(string claim, string? json, string summary)
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var token = Claims.ForVerification(await server.CreateUserAsync()).With(claim, json).Sign();

        Assert.That(await VerifyAsync(server, token), Is.EqualTo(summary));
    }

    [Test]
    public async Task A_token_of_fastapi_users_9_is_accepted()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var claims = Claims.ForVerification(user).With("sub", null).With("user_id", $"\"{user.Id}\"");

        Assert.That(await VerifyAsync(server, claims.Sign()), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_token_of_another_purpose_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var email = $"\"{user.Email}\"";

        Assert.Multiple(async () =>
        {
            Assert.That(await VerifyAsync(server, await server.TokenOfAsync(user)), Is.EqualTo(BadToken));
            Assert.That(await VerifyAsync(server, Claims.ForAccess(user).With("email", email).Sign()), Is.EqualTo(BadToken));
            Assert.That(await VerifyAsync(server, Claims.ForReset(user).With("email", email).Sign()), Is.EqualTo(BadToken));
        });
    }

    [Test]
    public async Task A_forged_token_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var claims = Claims.ForVerification(await server.CreateUserAsync());
        var token = Jwt.Sign($"{claims}", secret: "another-secret-of-the-tests-0123456789");

        Assert.That(await VerifyAsync(server, token), Is.EqualTo(BadToken));
    }

    private static async Task<string> VerifyAsync(AuthServer server, string token)
    {
        using var verify = await server.SendAsync(HttpMethod.Post, "/api/auth/verify", json: new { token });
        return await verify.SummaryAsync();
    }
}
