using System.Net;
using System.Net.Sockets;
using System.Text;
using Auth.Tests.Conformance;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security;

public sealed class TokenForgeryTests
{
    private static IEnumerable<Forgery> All => Forgeries.WithoutTheSecret.Concat(Forgeries.WithTheSecret);

    [Test]
    public async Task A_forged_token_is_refused_and_changes_nothing(
        [Values] TokenReader reader, [ValueSource(nameof(All))] Forgery forgery)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var before = await victim.StoredAsync();
        var token = forgery.Make(reader.ClaimsFor(victim.User, victim.Tokens.SessionId).ToString());

        var answer = await reader.SendAsync(victim.Server, token);

        Assert.That(answer, Is.EqualTo(reader.Refusal()));
        Assert.That(await victim.StoredAsync(), Is.EqualTo(before));
    }

    [TestCase(TokenReader.Access, false)]
    [TestCase(TokenReader.Revoke, true)]
    [TestCase(TokenReader.Verify, true)]
    [TestCase(TokenReader.Reset, true)]
    public async Task The_same_claims_with_a_valid_signature_are_accepted(TokenReader reader, bool writes)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var before = await victim.StoredAsync();

        var answer = await reader.SendAsync(victim.Server, reader.ClaimsFor(victim.User, victim.Tokens.SessionId).Sign());

        Assert.That((answer, await victim.StoredAsync() != before), Is.EqualTo(("200", writes)));
    }

    [TestCase("../../../../etc/passwd")]
    [TestCase("x' OR '1'='1")]
    [TestCase("{{7*7}}")]
    public async Task A_kid_is_ignored(string kid)
    {
        var victim = await Victim.CreateAsync(await SharedServers.SqliteAsync());
        var claims = TokenReader.Access.ClaimsFor(victim.User, victim.Tokens.SessionId);

        var token = Jwt.Sign(claims.ToString(), $$"""{"alg":"HS256","kid":"{{kid}}"}""");

        Assert.That(await TokenReader.Access.SendAsync(victim.Server, token), Is.EqualTo("200"));
    }

    [TestCase("jku")]
    [TestCase("x5u")]
    [TestCase("kid")]
    public async Task A_URL_in_a_token_header_is_not_requested(string member)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var header = $$"""{"alg":"RS256","{{member}}":"http://{{listener.LocalEndpoint}}/keys"}""";
        var token = Jwt.Sign(Encoding.UTF8.GetBytes("{}"), header, _ => new byte[256]);

        await TokenReader.Access.SendAsync(await SharedServers.SqliteAsync(), token);

        Assert.That(listener.Pending(), Is.False);
    }

    [TestCase(TokenReader.Revoke, 60_000, "200")]
    [TestCase(TokenReader.Refresh, 60_000, "400 REFRESH_BAD_TOKEN")]
    [TestCase(TokenReader.Verify, 60_000, "400 VERIFY_USER_BAD_TOKEN")]
    [TestCase(TokenReader.Reset, 60_000, "400 RESET_PASSWORD_BAD_TOKEN")]
    [TestCase(TokenReader.Revoke, 65_536, "413 Payload Too Large")]
    [TestCase(TokenReader.Refresh, 65_536, "413 Payload Too Large")]
    [TestCase(TokenReader.Verify, 65_536, "413 Payload Too Large")]
    [TestCase(TokenReader.Reset, 65_536, "413 Payload Too Large")]
    public async Task A_token_as_long_as_the_body_limit_is_refused(TokenReader reader, int length, string refusal)
    {
        var server = await SharedServers.SqliteAsync();
        var (header, rest) = ("eyJhbGciOiJIUzI1NiJ9.", new string('A', length));

        Assert.That(await reader.SendAsync(server, (header + rest)[..length]), Is.EqualTo(refusal));
    }

    [Test]
    public async Task A_bearer_token_over_the_header_limit_is_refused()
    {
        var server = await SharedServers.SqliteAsync();

        Assert.That(await server.StatusOfMeAsync(new string('a', 40_000)), Is.EqualTo(431));
    }
}
