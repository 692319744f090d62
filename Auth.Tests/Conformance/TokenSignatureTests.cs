using System.Security.Cryptography;
using System.Text;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class TokenSignatureTests
{
    private const string Good = "200";
    private const string Refused = "401 Unauthorized";

    private static readonly byte[] Key = Encoding.UTF8.GetBytes(AuthServer.Secret);

    [TestCase("""{"alg":"HS256","typ":"JWT"}""", Good)]
    [TestCase("""{"typ":"JWT","alg":"HS256"}""", Good)]
    [TestCase("""{"alg":"HS256"}""", Good)]
    [TestCase("""{"alg":"HS256","typ":"JWT","kid":"of another program"}""", Good)]
    [TestCase("""{"alg":"hs256","typ":"JWT"}""", Refused)]
    [TestCase("""{"alg":"HS384","typ":"JWT"}""", Refused, Description = "signed with HS256 despite the header")]
    [TestCase("""{"alg":"RS256","typ":"JWT"}""", Refused)]
    [TestCase("""{"alg":"none","typ":"JWT"}""", Refused)]
    [TestCase("""{"alg":"","typ":"JWT"}""", Refused)]
    [TestCase("""{"alg":null,"typ":"JWT"}""", Refused)]
    [TestCase("""{"alg":5,"typ":"JWT"}""", Refused)]
    [TestCase("""{"alg":["HS256"],"typ":"JWT"}""", Refused)]
    [TestCase("""{"typ":"JWT"}""", Refused)]
    [TestCase("""{"ALG":"HS256"}""", Refused)]
    [TestCase("{}", Refused)]
    [TestCase("[]", Refused)]
    [TestCase("null", Refused)]
    [TestCase("\"HS256\"", Refused)]
    [TestCase("{", Refused)]
    [TestCase("", Refused)]
    [TestCase("""{"alg":"HS256","crit":["exp"]}""", Refused)]
    [TestCase("""{"alg":"HS256","crit":["b64"],"b64":false}""", Refused)]
    [TestCase("""{"alg":"HS256","crit":[]}""", Refused)]
    [TestCase("""{"alg":"HS256","crit":null}""", Refused)]
    [TestCase("""{"alg":"HS256","crit":"exp"}""", Refused)]
    [TestCase("""{"alg":"HS256","b64":false}""", Refused)]
    [TestCase("""{"alg":"dir","enc":"A128CBC-HS256"}""", Refused)]
    public async Task The_token_header_is_validated(string header, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var claims = Claims.ForAccess(await server.CreateUserAsync());

        Assert.That(await ReadAsync(server, Jwt.Sign(claims.ToString(), header)), Is.EqualTo(summary));
    }

    [TestCase("none")]
    [TestCase("None")]
    [TestCase("NONE")]
    [TestCase("HS256")]
    public async Task A_token_without_a_signature_is_refused(string algorithm)
    {
        var server = await SharedServers.SqliteAsync();
        var claims = Claims.ForAccess(await server.CreateUserAsync());
        var token = Jwt.Sign(Encoding.UTF8.GetBytes($"{claims}"), $$"""{"alg":"{{algorithm}}","typ":"JWT"}""", _ => []);

        Assert.That(await ReadAsync(server, token), Is.EqualTo(Refused));
    }

    private static IEnumerable<TestCaseData> OtherSignatures =>
    [
        Case("HS384", "HS384 signature", input => HMACSHA384.HashData(Key, input)),
        Case("HS512", "HS512 signature", input => HMACSHA512.HashData(Key, input)),
        Case("HS256", "HS512 signature", input => HMACSHA512.HashData(Key, input)),
        Case("HS256", "truncated signature", input => HMACSHA256.HashData(Key, input)[..16]),
        Case("HS256", "one extra byte", input => [.. HMACSHA256.HashData(Key, input), 0]),
        Case("HS256", "unkeyed hash", input => SHA256.HashData([.. Key, .. input])),
        Case("HS256", "empty key", input => HMACSHA256.HashData(Array.Empty<byte>(), input)),
        Case("HS256", "longer key", input => HMACSHA256.HashData((byte[])[.. Key, (byte)'\n'], input)),
    ];

    [TestCaseSource(nameof(OtherSignatures))]
    public async Task An_invalid_signature_is_refused(string algorithm, Func<byte[], byte[]> sign)
    {
        var server = await SharedServers.SqliteAsync();
        var claims = Claims.ForAccess(await server.CreateUserAsync());
        var token = Jwt.Sign(Encoding.UTF8.GetBytes($"{claims}"), $$"""{"alg":"{{algorithm}}","typ":"JWT"}""", sign);

        Assert.That(await ReadAsync(server, token), Is.EqualTo(Refused));
    }

    [TestCase("{0}.{1}.{2}", Good)]
    [TestCase("{0}.{1}", Refused)]
    [TestCase("{0}.{1}.", Refused)]
    [TestCase("{0}..{2}", Refused)]
    [TestCase(".{1}.{2}", Refused)]
    [TestCase("..", Refused)]
    [TestCase(".", Refused)]
    [TestCase("{0}", Refused)]
    [TestCase("{1}.{0}.{2}", Refused)]
    [TestCase("{0}.{1}.{2}.", Refused)]
    [TestCase("{0}.{1}.{2}.{2}", Refused)]
    [TestCase("{0}.{1}.{2}.{2}.{2}", Refused)]
    [TestCase("{0}.{0}.{2}", Refused)]
    [TestCase("{0}.{1}.{2}x", Refused)]
    [TestCase("{0}.{1}A.{2}", Refused)]
    [TestCase("e30.{1}.{2}", Refused)]
    [TestCase("=.=.=", Refused)]
    [TestCase("+/.+/.+/", Refused)]
    public async Task A_token_must_have_exactly_three_matching_parts(string shape, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var parts = Claims.ForAccess(await server.CreateUserAsync()).Sign().Split('.');

        Assert.That(await ReadAsync(server, string.Format(null, shape, parts)), Is.EqualTo(summary));
    }

    [Test]
    public async Task Claims_swapped_between_two_tokens_are_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var mine = Claims.ForAccess(await server.CreateUserAsync()).Sign().Split('.');
        var theirs = Claims.ForAccess(await server.CreateUserAsync()).Sign().Split('.');

        Assert.That(await ReadAsync(server, $"{mine[0]}.{theirs[1]}.{mine[2]}"), Is.EqualTo(Refused));
    }

    [TestCase("another-secret-of-the-tests-0123456789")]
    [TestCase("A-secret-of-the-tests-0123456789abcdef")]
    [TestCase("")]
    public async Task A_token_signed_with_another_secret_is_refused(string secret)
    {
        var server = await SharedServers.SqliteAsync();
        var claims = Claims.ForAccess(await server.CreateUserAsync());

        Assert.That(await ReadAsync(server, Jwt.Sign(claims.ToString(), secret: secret)), Is.EqualTo(Refused));
    }

    [TestCase(10_000)]
    [TestCase(30_000)]
    public async Task A_long_token_is_refused(int length)
    {
        var server = await SharedServers.SqliteAsync();

        Assert.That(await ReadAsync(server, new string('a', length)), Is.EqualTo(Refused));
    }

    private static async Task<string> ReadAsync(AuthServer server, string token)
    {
        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        return await me.SummaryAsync();
    }

    private static TestCaseData Case(string algorithm, string signature, Func<byte[], byte[]> sign) =>
        new TestCaseData(algorithm, sign).SetArgDisplayNames(algorithm, signature);
}
