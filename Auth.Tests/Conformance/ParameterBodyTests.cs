using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

/// <summary>Bodies whose members are declared individually: without an object, each member is missing.</summary>
public sealed class ParameterBodyTests
{
    private const string Verify = "/api/auth/verify";
    private const string Reset = "/api/auth/reset-password";
    private const string Forgot = "/api/auth/forgot-password";
    private const string RequestVerify = "/api/auth/request-verify-token";

    private const string TokenMissing = "422 body.token missing";
    private const string TokenAndPasswordMissing = "422 body.token missing, body.password missing";
    private const string EmailMissing = "422 body.email missing";

    [Test]
    public async Task Without_an_object_each_member_is_missing(
        [Values(Verify, Reset, Forgot, RequestVerify)] string path,
        [Values("", "null", "[]", "[{}]", "5", "false", "\"text\"", "{}",
            """{"Token":"t","Password":"p","Email":"a@example.com"}""",
            """{"token":null,"password":null,"email":null}""")]
        string body)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendTextAsync(HttpMethod.Post, path, body);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(AllMissing(path)));
    }

    [Test]
    public async Task A_body_of_another_content_type_is_not_parsed(
        [Values(Verify, Reset, Forgot, RequestVerify)] string path,
        [Values("text/plain", "application/x-www-form-urlencoded", "application/octet-stream")] string contentType)
    {
        var server = await SharedServers.SqliteAsync();
        const string body = """{"token":"t","password":"p","email":"a@example.com"}""";

        using var answer = await server.SendTextAsync(HttpMethod.Post, path, body, contentType);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(AllMissing(path)));
    }

    [Test]
    public async Task Malformed_json_is_reported_with_its_position(
        [Values(Verify, Reset, Forgot, RequestVerify)] string path, [Values("{", "{\"token\"}", "[1")] string body)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendTextAsync(HttpMethod.Post, path, body);

        Assert.That(await answer.SummaryAsync(), Does.Match(@"^422 body\.\d+ json_invalid$"));
    }

    [TestCase(Verify, """{"token":5}""", "422 body.token string_type")]
    [TestCase(Verify, """{"token":["t"]}""", "422 body.token string_type")]
    [TestCase(Verify, """{"token":{}}""", "422 body.token string_type")]
    [TestCase(Verify, """{"token":"\ud800"}""", "422 body.token string_type")]
    [TestCase(Reset, """{"token":"t"}""", "422 body.password missing")]
    [TestCase(Reset, """{"password":"p"}""", TokenMissing)]
    [TestCase(Reset, """{"token":5,"password":null}""", "422 body.token string_type, body.password missing")]
    [TestCase(Reset, """{"password":5,"token":true}""", "422 body.token string_type, body.password string_type")]
    [TestCase(Forgot, """{"email":5}""", "422 body.email string_type")]
    [TestCase(Forgot, """{"email":""}""", "422 body.email value_error")]
    [TestCase(Forgot, """{"email":"nope"}""", "422 body.email value_error")]
    [TestCase(RequestVerify, """{"email":["a@example.com"]}""", "422 body.email string_type")]
    [TestCase(RequestVerify, """{"email":"a@b@example.com"}""", "422 body.email value_error")]
    public async Task An_invalid_member_is_reported(string path, string body, string summary)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendTextAsync(HttpMethod.Post, path, body);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(summary));
    }

    [TestCase(Verify, """{"token":"t"}""", "400 VERIFY_USER_BAD_TOKEN")]
    [TestCase(Verify, """{"token":""}""", "400 VERIFY_USER_BAD_TOKEN")]
    [TestCase(Verify, """{"token":"\u0000 é 😀 \n"}""", "400 VERIFY_USER_BAD_TOKEN")]
    [TestCase(Verify, """{"unknown":[],"token":"t"}""", "400 VERIFY_USER_BAD_TOKEN")]
    [TestCase(Reset, """{"token":"t","password":"p"}""", "400 RESET_PASSWORD_BAD_TOKEN")]
    [TestCase(Reset, """{"token":"","password":""}""", "400 RESET_PASSWORD_BAD_TOKEN")]
    [TestCase(Forgot, """{"email":"nobody-at-all@example.com"}""", "202")]
    [TestCase(Forgot, """{"email":" nobody-at-all@EXAMPLE.com\n","unknown":null}""", "202")]
    [TestCase(RequestVerify, """{"email":"nobody-at-all@example.com"}""", "202")]
    public async Task A_valid_body_is_processed(string path, string body, string summary)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendTextAsync(HttpMethod.Post, path, body, contentType: null);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(summary));
    }

    private static string AllMissing(string path) => path switch
    {
        Verify => TokenMissing,
        Reset => TokenAndPasswordMissing,
        _ => EmailMissing,
    };
}
