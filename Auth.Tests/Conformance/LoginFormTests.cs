using System.Text;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class LoginFormTests
{
    private const string Login = "/api/token/login";
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string BadCredentials = "400 LOGIN_BAD_CREDENTIALS";

    [TestCase(UrlEncoded)]
    [TestCase(UrlEncoded + "; charset=utf-8")]
    [TestCase("Application/X-WWW-Form-UrlEncoded")]
    public async Task A_url_encoded_form_is_read(string contentType)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, Form(user.Email, AuthServer.Password), contentType);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_multipart_form_is_read()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(user.Email), "username" },
            { new StringContent(AuthServer.Password), "password" },
        };

        using var login = await server.Client.PostAsync(Login, form);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [TestCase("application/json", """{"username":"somebody@example.com","password":"correct-horse-9"}""")]
    [TestCase("application/json", "username=somebody@example.com&password=correct-horse-9")]
    [TestCase("text/plain", "username=somebody@example.com&password=correct-horse-9")]
    [TestCase("application/octet-stream", "username=somebody@example.com&password=correct-horse-9")]
    [TestCase(null, "username=somebody@example.com&password=correct-horse-9")]
    [TestCase(null, "")]
    [TestCase(UrlEncoded, "")]
    [TestCase(UrlEncoded, """{"username":"somebody@example.com","password":"correct-horse-9"}""")]
    [TestCase(UrlEncoded, "email=somebody@example.com&pass=correct-horse-9")]
    public async Task A_body_that_is_no_such_form_misses_both_fields(string? contentType, string body)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, body, contentType);

        Assert.That(await login.ProblemsAsync(), Is.EquivalentTo(new[] { "body.username missing", "body.password missing" }));
    }

    [TestCase("")]
    [TestCase("Password")]
    [TestCase("password ")]
    [TestCase("my-password")]
    [TestCase("client_credentials")]
    [TestCase("authorization_code")]
    public async Task Another_grant_is_refused(string grant)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var form = $"{Form(user.Email, AuthServer.Password)}&grant_type={grant}";

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, form, UrlEncoded);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("422 body.grant_type string_pattern_mismatch"));
    }

    [Test]
    public async Task All_that_is_wrong_with_the_form_is_told_at_once()
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, "grant_type=implicit", UrlEncoded);

        Assert.That(await login.ProblemsAsync(), Is.EquivalentTo(new[]
        {
            "body.grant_type string_pattern_mismatch", "body.username missing", "body.password missing",
        }));
    }

    [TestCase("grant_type=password")]
    [TestCase("scope=openid+email")]
    [TestCase("scope=&client_id=&client_secret=")]
    [TestCase("client_id=an-app&client_secret=its-secret")]
    [TestCase("is_superuser=true&email=nobody@example.com")]
    [TestCase("=&&a")]
    public async Task Other_fields_do_not_matter(string others)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var form = $"{others}&{Form(user.Email, AuthServer.Password)}";

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, form, UrlEncoded);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task The_address_is_compared_without_regard_to_case()
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
    [TestCase("username=\u00FF@example.com&password=\u00FF", Description = "bytes that are no UTF-8")]
    [TestCase("username=100%&password=%4")]
    [TestCase("username=%zz&password=%u00e4")]
    [TestCase("username='+or+1=1+--&password=%25%27%22")]
    [TestCase("username=&password=")]
    public async Task Odd_text_is_bad_credentials(string form)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.SendBytesAsync(HttpMethod.Post, Login, Encoding.Latin1.GetBytes(form), UrlEncoded);

        Assert.That(await login.SummaryAsync(), Is.EqualTo(BadCredentials));
    }

    [TestCase(4097, 10)]
    [TestCase(10, 4097)]
    [TestCase(20_000, 20_000)]
    public async Task Overlong_text_is_bad_credentials(int username, int password)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.LoginAsync(new string('u', username), new string('p', password));

        Assert.That(await login.SummaryAsync(), Is.EqualTo(BadCredentials));
    }

    [TestCase(UrlEncoded, "username=a&username=b&password=c&password=d&grant_type=password&grant_type=password")]
    [TestCase(UrlEncoded, "username=a%00b@example.com&password=abc%00defgh")]
    [TestCase("multipart/form-data", "--x\r\n\r\n--x--")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\na")]
    [TestCase("multipart/form-data; boundary=x", "no part at all")]
    [TestCase("multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"password\"; filename=\"p\"\r\n\r\np\r\n--x--\r\n")]
    public async Task A_form_that_cannot_be_read_gets_no_token_and_is_the_clients_fault(string contentType, string body)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, body, contentType);

        Assert.That((int)login.StatusCode, Is.InRange(400, 499));
        Assert.That(await login.DetailAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task An_overlong_form_is_the_clients_fault()
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.LoginAsync("somebody@example.com", new string('p', 64 * 1024));

        Assert.That((int)login.StatusCode, Is.InRange(400, 499));
    }

    private static string Form(string username, string password) =>
        $"username={Uri.EscapeDataString(username)}&password={Uri.EscapeDataString(password)}";
}
