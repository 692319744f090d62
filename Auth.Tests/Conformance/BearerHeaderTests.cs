using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class BearerHeaderTests
{
    [TestCase("Authorization: Bearer {0}")]
    [TestCase("Authorization: bearer {0}")]
    [TestCase("Authorization: BEARER {0}")]
    [TestCase("Authorization: bEaReR {0}")]
    [TestCase("authorization: Bearer {0}")]
    [TestCase("Authorization: Bearer {0}\r\nAuthorization: Bearer nonsense", Description = "the first of two headers is used")]
    [TestCase("Authorization: Bearer {0}\r\nAuthorization: Basic dTpw")]
    [TestCase("Authorization: Bearer {0}\r\nCookie: access_token=nonsense")]
    public async Task A_bearer_token_is_read_from_the_Authorization_header(string headers) =>
        Assert.That(await AnswerAsync("/api/users/me", headers), Does.StartWith("HTTP/1.1 200 OK\r\n"));

    [TestCase("Accept: */*")]
    [TestCase("Authorization:")]
    [TestCase("Authorization: {0}")]
    [TestCase("Authorization: Bearer")]
    [TestCase("Authorization: Bearer ")]
    [TestCase("Authorization: Bearer{0}")]
    [TestCase("Authorization: Bearer: {0}")]
    [TestCase("Authorization: Bearer={0}")]
    [TestCase("Authorization: Bearer\t{0}")]
    [TestCase("Authorization: Bearer  {0}")]
    [TestCase("Authorization: Bearer \t{0}")]
    [TestCase("Authorization: Bearer {0} again")]
    [TestCase("Authorization: Bearer {0} {0}")]
    [TestCase("Authorization: Bearer {0},")]
    [TestCase("Authorization: Bearer {0}, Basic dTpw")]
    [TestCase("Authorization: Basic dTpw, Bearer {0}")]
    [TestCase("Authorization: Bearer \"{0}\"")]
    [TestCase("Authorization: Bearer '{0}'")]
    [TestCase("Authorization: Bearer <{0}>")]
    [TestCase("Authorization: Bearer Bearer {0}")]
    [TestCase("Authorization: Bearer token={0}")]
    [TestCase("Authorization: Token {0}")]
    [TestCase("Authorization: JWT {0}")]
    [TestCase("Authorization: Swearer {0}")]
    [TestCase("Authorization: Basic {0}")]
    [TestCase("Authorization: Bearer {0}\u00E9")]
    [TestCase("Authorization: Bearer \u00FF\u0080")]
    [TestCase("Authorization: B\u00E9arer {0}")]
    [TestCase("Authorization: \u00FF")]
    [TestCase("Authorization: Bearer nonsense\r\nAuthorization: Bearer {0}", Description = "the first of two headers is used")]
    [TestCase("Authorization: Basic dTpw\r\nAuthorization: Bearer {0}")]
    [TestCase("Authorization:\r\nAuthorization: Bearer {0}")]
    [TestCase("Cookie: access_token={0}")]
    [TestCase("Cookie: Authorization=Bearer {0}; token={0}; fastapiusersauth={0}")]
    [TestCase("Proxy-Authorization: Bearer {0}")]
    [TestCase("X-Authorization: Bearer {0}")]
    [TestCase("Token: {0}")]
    public async Task A_request_without_a_well_formed_bearer_token_is_refused(string headers)
    {
        var answer = await AnswerAsync("/api/users/me", headers);

        Assert.That(answer, Does.StartWith("HTTP/1.1 401 Unauthorized\r\n").And.Contain("""{"detail":"Unauthorized"}"""));
    }

    [TestCase("access_token")]
    [TestCase("token")]
    [TestCase("bearer_token")]
    [TestCase("authorization")]
    public async Task A_token_in_the_query_string_is_ignored(string parameter)
    {
        var answer = await AnswerAsync($"/api/users/me?{parameter}={{0}}", "Accept: */*");

        Assert.That(answer, Does.StartWith("HTTP/1.1 401 Unauthorized\r\n"));
    }

    [Test]
    public async Task A_token_in_a_form_is_ignored()
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var logout = await server.SendTextAsync(
            HttpMethod.Post, "/api/token/logout", $"access_token={token}", "application/x-www-form-urlencoded");

        Assert.That(await logout.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
    }

    private static async Task<string> AnswerAsync(string path, string headers)
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync());
        return await server.SendHeadAsync(string.Format(null, $"GET {path} HTTP/1.1\r\n{headers}", token));
    }
}
