using System.Net.Http.Headers;
using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class ErrorShapeTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Secret = "a-password-to-keep-quiet";

    /// <summary>Refused requests: method, path, content type, body and status.</summary>
    private static IEnumerable<TestCaseData> Refused =>
    [
        new("POST", "/api/token/login", Form, $"username=nobody@example.com&password={Secret}", 400),
        new("POST", "/api/token/login", Form, $"password={Secret}&grant_type={Secret}", 422),
        new("POST", "/api/token/login", Json, $$"""{"password":"{{Secret}}"}""", 422),
        new("POST", "/api/token/logout", Json, "", 401),
        new("POST", "/api/auth/register", Json, $$"""{"email":"nope","password":"{{Secret}}"}""", 422),
        new("POST", "/api/auth/register", Json, $$"""{"email":"a@example.com","password":["{{Secret}}"]}""", 422),
        new("POST", "/api/auth/register", Json, $$"""{"password":"{{Secret}}","is_active":"{{Secret}}"}""", 422),
        new("POST", "/api/auth/register", Json, $$"""{"password":"{{Secret}}",}""", 422),
        new("POST", "/api/auth/register", Json, $"[\"{Secret}\"]", 422),
        new("POST", "/api/auth/register", Json, $$"""{"email":"{{Secret}}@a.example","password":"{{Secret}}@a.example"}""",
            400),
        new("POST", "/api/auth/verify", Json, $$"""{"token":"{{Secret}}"}""", 400),
        new("POST", "/api/auth/verify", Json, $$"""{"token":["{{Secret}}"]}""", 422),
        new("POST", "/api/auth/reset-password", Json, $$"""{"token":"t","password":"{{Secret}}"}""", 400),
        new("POST", "/api/auth/reset-password", Json, $$"""{"password":"{{Secret}}"}""", 422),
        new("POST", "/api/auth/forgot-password", Json, $$"""{"email":"{{Secret}}"}""", 422),
        new("POST", "/api/auth/register", Json, $$"""{"password":"{{Secret}}"}""".PadRight(70_000), 413),
        new("PATCH", "/api/users/me", Json, $$"""{"password":"{{Secret}}"}""", 401),
        new("GET", $"/api/{Secret}", Json, "", 404),
        new("PUT", "/api/auth/register", Json, $"\"{Secret}\"", 405),
    ];

    [TestCaseSource(nameof(Refused))]
    public async Task An_error_body_has_only_a_detail_and_does_not_repeat_the_input(
        string method, string path, string contentType, string body, int status)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendTextAsync(new HttpMethod(method), path, body, contentType);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(Json));
            Assert.That(JsonDocument.Parse(text).RootElement.EnumerateObject().Single().Name, Is.EqualTo("detail"));
            Assert.That(text, Does.Not.Contain(Secret).And.Not.Contain("\"input\"").And.Not.Contain("\"ctx\""));
        });
    }

    [TestCase("{}", """{"loc":["body","email"],"msg":"Field required","type":"missing"}""")]
    [TestCase("null", """{"loc":["body"],"msg":"Field required","type":"missing"}""")]
    [TestCase("[]",
        """{"loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","""
        + "\"type\":\"model_attributes_type\"}")]
    [TestCase("""{"email":5}""", """{"loc":["body","email"],"msg":"Input should be a valid string","type":"string_type"}""")]
    [TestCase("""{"email":"a@example.com","password":"p","is_active":[]}""",
        """{"loc":["body","is_active"],"msg":"Input should be a valid boolean","type":"bool_type"}""")]
    [TestCase("""{"email":"a@example.com","password":"p","is_active":"x"}""",
        """{"loc":["body","is_active"],"msg":"Input should be a valid boolean, unable to interpret input","""
        + "\"type\":\"bool_parsing\"}")]
    [TestCase("{x", """{"loc":["body",1],"msg":"JSON decode error","type":"json_invalid"}""")]
    [TestCase("{\n\"a\":x", """{"loc":["body",6],"msg":"JSON decode error","type":"json_invalid"}""")]
    public async Task A_validation_error_has_a_location_a_message_and_a_type(string body, string error)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(UserRoute.Register, body);

        Assert.That((await answer.JsonAsync()).GetProperty("detail")[0].GetRawText(), Is.EqualTo(error));
    }

    [Test]
    public async Task An_unsupported_grant_type_is_reported_with_the_expected_pattern()
    {
        var server = await SharedServers.SqliteAsync();
        const string form = "username=a&password=b&grant_type=c";

        using var answer = await server.SendTextAsync(HttpMethod.Post, "/api/token/login", form, Form);
        var error = (await answer.JsonAsync()).GetProperty("detail")[0];

        Assert.That(error.GetProperty("msg").GetString(), Is.EqualTo("String should match pattern '^password$'"));
    }

    [TestCase(null, "Bearer")]
    [TestCase("Bearer", "Bearer")]
    [TestCase("Basic dTpw", "Bearer")]
    [TestCase("Bearer nonsense", "Bearer error=\"invalid_token\"")]
    public async Task A_401_challenge_reports_whether_a_token_was_sent(string? authorization, string challenge)
    {
        var server = await SharedServers.SqliteAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me");
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);

        using var answer = await server.Client.SendAsync(request);

        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo(challenge));
        Assert.That(await answer.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
    }

    [Test]
    public async Task A_token_of_a_deleted_user_gets_the_invalid_token_challenge()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(user);
        await server.DeleteUserAsync(user);

        using var answer = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer error=\"invalid_token\""));
    }

    [Test]
    public async Task A_403_response_has_no_challenge_and_the_detail_Forbidden()
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var answer = await server.SendAsync(HttpMethod.Get, "/api/users", token);

        Assert.That(answer.Headers.WwwAuthenticate, Is.Empty);
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"Forbidden"}"""));
    }

    [TestCase("GET", "/api/users/me")]
    [TestCase("PATCH", "/api/users/me")]
    public async Task A_successful_response_is_json(string method, string path)
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var answer = await server.SendTextAsync(new HttpMethod(method), path, "{}", token: token);

        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(Json));
    }

    [Test]
    public async Task A_logout_response_has_no_body()
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var logout = await server.SendAsync(HttpMethod.Post, "/api/token/logout", token);

        Assert.That(await logout.Content.ReadAsByteArrayAsync(), Is.Empty);
    }
}
