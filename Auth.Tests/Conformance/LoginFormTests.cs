using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class LoginFormTests
{
    private const string Login = "/api/token/login";
    private const string UrlEncoded = "application/x-www-form-urlencoded";

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
    public async Task A_body_without_the_expected_fields_reports_both_as_missing(string? contentType, string body)
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
    public async Task Another_grant_type_is_refused(string grant)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var form = $"{Form(user.Email, AuthServer.Password)}&grant_type={grant}";

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, form, UrlEncoded);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("422 body.grant_type string_pattern_mismatch"));
    }

    [Test]
    public async Task All_errors_of_the_form_are_reported_together()
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
    public async Task Other_fields_are_ignored(string others)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var form = $"{others}&{Form(user.Email, AuthServer.Password)}";

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, form, UrlEncoded);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    // Each form has the user's address and password in "username" and "password", unless the names differ in case.
    [TestCase("username", "password", "200")]
    [TestCase("USERNAME", "password", "422 body.username missing")]
    [TestCase("username", "Password", "422 body.password missing")]
    public async Task The_names_of_fields_are_case_sensitive(string username, string password, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        (string, string)[] fields = [(username, user.Email), (password, AuthServer.Password)];

        Assert.That(await SendBothWaysAsync(server, fields), Is.EqualTo((summary, summary)));
    }

    [TestCase("USERNAME", "Password", "GRANT_TYPE")]
    [TestCase("Username", "PASSWORD", "Grant_Type")]
    public async Task Fields_whose_names_differ_in_case_are_ignored(string username, string password, string grantType)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        (string, string)[] others = [(username, "nobody@example.com"), (password, "another-one-9"), (grantType, "implicit")];
        (string, string)[] fields = [("username", user.Email), ("password", AuthServer.Password)];

        Assert.Multiple(async () =>
        {
            Assert.That(await SendBothWaysAsync(server, [.. others, .. fields]), Is.EqualTo(("200", "200")));
            Assert.That(await SendBothWaysAsync(server, [.. fields, .. others]), Is.EqualTo(("200", "200")));
        });
    }

    [Test]
    public async Task The_last_of_several_fields_with_one_name_counts()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        var summaries = await SendBothWaysAsync(
            server, [("username", "nobody@example.com"), ("password", AuthServer.Password), ("username", user.Email)]);

        Assert.That(summaries, Is.EqualTo(("200", "200")));
    }

    [Test]
    public async Task A_refresh_form_has_case_sensitive_names_too()
    {
        var server = await SharedServers.SqliteAsync();

        using var refresh = await server.SendTextAsync(
            HttpMethod.Post, "/api/token/refresh", "REFRESH_TOKEN=a&Grant_Type=refresh_token", UrlEncoded);

        Assert.That(
            await refresh.ProblemsAsync(), Is.EquivalentTo(new[] { "body.refresh_token missing", "body.grant_type missing" }));
    }

    [TestCase(UrlEncoded, "username=a&username=b&password=c&password=d&grant_type=password&grant_type=password")]
    [TestCase(UrlEncoded, "username=a%00b@example.com&password=abc%00defgh")]
    [TestCase("multipart/form-data", "--x\r\n\r\n--x--")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\na")]
    [TestCase("multipart/form-data; boundary=x", "no part at all")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\n\r\na part without a header\r\n--x--\r\n")]
    [TestCase("multipart/form-data; boundary=\"\"", "--\r\n\r\n----")]
    [TestCase("multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"password\"; filename=\"p\"\r\n\r\np\r\n--x--\r\n")]
    public async Task A_malformed_form_is_answered_with_a_4xx_status(string contentType, string body)
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.SendTextAsync(HttpMethod.Post, Login, body, contentType);

        Assert.That((int)login.StatusCode, Is.InRange(400, 499));
        Assert.That(await login.DetailAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task An_overlong_form_is_answered_with_413()
    {
        var server = await SharedServers.SqliteAsync();

        using var login = await server.LoginAsync("somebody@example.com", new string('p', 64 * 1024));

        Assert.That(await login.SummaryAsync(), Is.EqualTo("413 Payload Too Large"));
    }

    private static async Task<(string UrlEncoded, string Multipart)> SendBothWaysAsync(
        AuthServer server, (string Name, string Value)[] fields)
    {
        using var pairs = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            parts.Add(new StringContent(value), name);
        using var first = await server.Client.PostAsync(Login, pairs);
        using var second = await server.Client.PostAsync(Login, parts);
        return (await first.SummaryAsync(), await second.SummaryAsync());
    }

    private static string Form(string username, string password) =>
        $"username={Uri.EscapeDataString(username)}&password={Uri.EscapeDataString(password)}";
}
