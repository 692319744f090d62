using System.Security.Cryptography;
using System.Text;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class AccessTokenTests
{
    /// <summary>The current time of the test server, in seconds since 1970 (UTC).</summary>
    private const long Now = 2_000_000_000;

    private const string Good = "200";
    private const string Refused = "401 Unauthorized";

    [Test]
    public async Task A_login_issues_a_token_with_the_documented_claims()
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();

        var login = await (await server.LoginAsync(user.Email, AuthServer.Password)).JsonAsync();
        var token = login.GetProperty("access_token").GetString()!;
        var claims = Jwt.ClaimsOf(token);

        Assert.Multiple(() =>
        {
            Assert.That(login.GetProperty("token_type").GetString(), Is.EqualTo("bearer"));
            Assert.That(login.EnumerateObject().Count(), Is.EqualTo(4));
            Assert.That(Jwt.HeaderOf(token), Is.EqualTo(Jwt.Header));
            Assert.That(Jwt.IsSigned(token));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo($"{user.Id}"));
            Assert.That(claims.GetProperty("user_id").GetString(), Is.EqualTo($"{user.Id}"));
            Assert.That(claims.GetProperty("aud").GetRawText(), Is.EqualTo("""["fastapi-users:auth"]"""));
            Assert.That(claims.GetProperty("exp").GetRawText(), Is.EqualTo($"{Now + 3600}"));
            Assert.That(claims.GetProperty("iat").GetRawText(), Is.EqualTo($"{Now}"));
            Assert.That(claims.GetProperty("jti").GetString(), Is.Not.Empty);
            Assert.That(claims.GetProperty("sid").GetGuid(), Is.Not.EqualTo(Guid.Empty));
            Assert.That(claims.EnumerateObject().Count(), Is.EqualTo(7));
        });
    }

    [Test]
    public async Task Two_tokens_issued_in_the_same_second_have_different_ids()
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();

        var ids = new[] { await server.TokenOfAsync(user), await server.TokenOfAsync(user) }
            .Select(token => Jwt.ClaimsOf(token).GetProperty("jti").GetString());

        Assert.That(ids, Is.Unique);
    }

    [TestCase("""{"sub":"ID","aud":["fastapi-users:auth"],"exp":2000000001}""", Good, Description = "of current versions")]
    [TestCase("""{"user_id":"ID","aud":["fastapi-users:auth"],"exp":2000000001}""", Good, Description = "of version 9")]
    [TestCase("""{"user_id":"OTHER","sub":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Good)]
    [TestCase("""{"sub":"nobody","user_id":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"sub":null,"user_id":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"sub":5,"user_id":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"sub":["ID"],"user_id":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"sub":"","user_id":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"id":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"SUB":"ID","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""["ID"]""", Refused)]
    [TestCase("\"ID\"", Refused)]
    [TestCase("null", Refused)]
    [TestCase("5", Refused)]
    [TestCase("", Refused)]
    [TestCase("{", Refused)]
    [TestCase("""{"sub":"ID","aud":"fastapi-users:auth","exp":2000000001}}""", Refused)]
    [TestCase("""{"sub":"\ud800","aud":"fastapi-users:auth","exp":2000000001}""", Refused)]
    [TestCase("""{"\ud800":1,"sub":"OTHER","aud":"fastapi-users:auth","exp":2000000000}""", Refused)]
    [TestCase("""{"sub":"OTHER","aud":"\udc00","exp":2000000001}""", Refused)]
    public async Task The_user_is_identified_by_sub_or_if_absent_by_user_id(string payload, string summary)
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();
        var token = Jwt.Sign(payload.Replace("ID", $"{user.Id}", StringComparison.Ordinal)
            .Replace("OTHER", $"{Guid.NewGuid()}", StringComparison.Ordinal));

        Assert.That(await ReadAsync(server, token, user), Is.EqualTo(summary));
    }

    [TestCase("aud", "\"fastapi-users:auth\"", Good)]
    [TestCase("aud", """["another","fastapi-users:auth"]""", Good)]
    [TestCase("aud", null, Refused)]
    [TestCase("aud", "null", Refused)]
    [TestCase("aud", "\"\"", Refused)]
    [TestCase("aud", "[]", Refused)]
    [TestCase("aud", "{}", Refused)]
    [TestCase("aud", "5", Refused)]
    [TestCase("aud", "\"another\"", Refused)]
    [TestCase("aud", """["another"]""", Refused)]
    [TestCase("aud", "\"Fastapi-Users:Auth\"", Refused)]
    [TestCase("aud", "\"fastapi-users:auth,another\"", Refused)]
    [TestCase("aud", """{"fastapi-users:auth":true}""", Refused)]
    [TestCase("aud", """[["fastapi-users:auth"]]""", Refused)]
    [TestCase("aud", """["fastapi-users:auth",5]""", Refused)]
    [TestCase("aud", "\"fastapi-users:verify\"", Refused)]
    [TestCase("aud", """["fastapi-users:reset"]""", Refused)]
    [TestCase("exp", "2000000001", Good)]
    [TestCase("exp", "2000000000.5", Good)]
    [TestCase("exp", "2000000000", Refused, Description = "expires at the current second")]
    [TestCase("exp", "1999999999", Refused)]
    [TestCase("exp", "0", Refused)]
    [TestCase("exp", "-1", Refused)]
    [TestCase("exp", null, Refused)]
    [TestCase("exp", "null", Refused)]
    [TestCase("exp", "true", Refused)]
    [TestCase("exp", "\"soon\"", Refused)]
    [TestCase("exp", "[2000000001]", Refused)]
    [TestCase("exp", "{}", Refused)]
    [TestCase("nbf", "2000000000", Good)]
    [TestCase("nbf", "1999999999", Good)]
    [TestCase("nbf", "2000000001", Refused)]
    [TestCase("nbf", "\"later\"", Refused)]
    [TestCase("nbf", "[]", Refused)]
    [TestCase("iat", "1999999999", Good)]
    [TestCase("iat", "\"earlier\"", Refused)]
    [TestCase("iss", "\"another program\"", Good)]
    [TestCase("unknown", """{"deep":[[[{}]]]}""", Good)]
    public async Task Each_claim_is_validated(string claim, string? json, string summary)
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();

        Assert.That(await ReadAsync(server, Claims.ForAccess(user).With(claim, json).Sign(), user), Is.EqualTo(summary));
    }

    [TestCase("D", "", "", Good)]
    [TestCase("N", "", "", Refused)]
    [TestCase("B", "", "", Refused)]
    [TestCase("P", "", "", Refused)]
    [TestCase("X", "", "", Refused)]
    [TestCase("D", "urn:uuid:", "", Refused)]
    [TestCase("D", " ", "", Refused)]
    [TestCase("D", "", " ", Refused)]
    [TestCase("D", "", "\\n", Refused)]
    [TestCase("D", "", "\\u0000", Refused)]
    [TestCase("D", "0x", "", Refused)]
    public async Task The_subject_must_be_a_hyphenated_uuid(string format, string before, string after, string summary)
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();
        var claims = Claims.ForAccess(user).With("sub", $"\"{before}{user.Id.ToString(format)}{after}\"");

        Assert.That(await ReadAsync(server, claims.Sign(), user), Is.EqualTo(summary));
    }

    [Test]
    public async Task An_upper_case_subject_is_accepted()
    {
        var server = await SharedServers.SqliteAtAsync(Now);
        var user = await server.CreateUserAsync();
        var claims = Claims.ForAccess(user).With("sub", $"\"{user.Id.ToString("D").ToUpperInvariant()}\"");

        Assert.That(await ReadAsync(server, claims.Sign(), user), Is.EqualTo(Good));
    }

    [Test]
    public async Task A_token_of_a_deleted_or_inactive_user_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var (deleted, inactive) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        var tokens = (Deleted: await server.TokenOfAsync(deleted), Inactive: await server.TokenOfAsync(inactive));

        await server.DeleteUserAsync(deleted);
        await server.UpdateUserAsync(inactive, user => user.SetActive(false));

        Assert.That(await ReadAsync(server, tokens.Deleted, deleted), Is.EqualTo(Refused));
        Assert.That(await ReadAsync(server, tokens.Inactive, inactive), Is.EqualTo(Refused));
    }

    [Test]
    public async Task A_payload_that_is_not_utf8_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var key = Encoding.UTF8.GetBytes(AuthServer.Secret);
        var token = Jwt.Sign([0xFF, 0xFE], Jwt.Header, input => HMACSHA256.HashData(key, input));

        Assert.That(await ReadAsync(server, token, await server.CreateUserAsync()), Is.EqualTo(Refused));
    }

    private static async Task<string> ReadAsync(AuthServer server, string token, User user)
    {
        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        if (me.IsSuccessStatusCode)
            Assert.That((await me.JsonAsync()).GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
        return await me.SummaryAsync();
    }
}
