using System.Text;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class LoginCredentialTests
{
    private const string BadCredentials = "400 LOGIN_BAD_CREDENTIALS";

    [Test]
    public async Task The_address_is_compared_case_insensitively()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        using var login = await server.LoginAsync(user.Email.ToUpperInvariant(), AuthServer.Password);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [TestCase(" {0}")]
    [TestCase("{0} ")]
    [TestCase("{0}\n")]
    [TestCase("<{0}>")]
    public async Task The_address_is_not_trimmed(string username)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        using var login = await server.LoginAsync(string.Format(null, username, user.Email), AuthServer.Password);

        Assert.That(await login.SummaryAsync(), Is.EqualTo(BadCredentials));
    }

    [TestCase("Pä ss+w&r=d", "200")]
    [TestCase(" Pä ss+w&r=d", BadCredentials)]
    [TestCase("Pä ss+w&r=d ", BadCredentials)]
    [TestCase("Pä ss+w&r=d\n", BadCredentials)]
    [TestCase("pä ss+w&r=d", BadCredentials)]
    [TestCase("Pa\u0308 ss+w&r=d", BadCredentials)]
    [TestCase("Pä ss w&r=d", BadCredentials)]
    [TestCase("Pä ss+w", BadCredentials)]
    public async Task The_password_is_compared_exactly(string given, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var email = AuthServer.NewEmail();
        await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new { email, password = "Pä ss+w&r=d" });

        using var login = await server.LoginAsync(email, given);

        Assert.That(await login.SummaryAsync(), Is.EqualTo(summary));
    }

    [TestCase("username=%FF%FE@example.com&password=%FF%FE%FD")]
    [TestCase("username=%ED%A0%80@example.com&password=%ED%A0%80")]
    [TestCase("username=\u00FF@example.com&password=\u00FF", Description = "bytes that are not UTF-8")]
    [TestCase("username=100%&password=%4")]
    [TestCase("username=%zz&password=%u00e4")]
    [TestCase("username='+or+1=1+--&password=%25%27%22")]
    [TestCase("username=&password=")]
    public async Task Malformed_text_is_answered_with_bad_credentials(string form)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.SendBytesAsync(
            HttpMethod.Post, "/api/token/login", Encoding.Latin1.GetBytes(form), "application/x-www-form-urlencoded");

        Assert.That(await login.SummaryAsync(), Is.EqualTo(BadCredentials));
    }

    [TestCase(4097, 10)]
    [TestCase(10, 4097)]
    [TestCase(20_000, 20_000)]
    public async Task Overlong_text_is_answered_with_bad_credentials(int username, int password)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.LoginAsync(new string('u', username), new string('p', password));

        Assert.That(await login.SummaryAsync(), Is.EqualTo(BadCredentials));
    }
}
