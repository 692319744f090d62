using System.Text;
using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

/// <summary>Malformed, deeply nested and overlong request bodies.</summary>
public sealed class OddBodyTests
{
    private const int LongestBody = 64 * 1024;

    [Test]
    public async Task An_unpaired_surrogate_is_refused(
        [Values] UserRoute route,
        [Values("email", "password", "name")] string member,
        [Values("\\ud800", "a\\udc00b", "\\ude00\\ud83d")] string text)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, $",\"{member}\":\"{text}\""));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo($"422 body.{member} string_type"));
    }

    [Test]
    public async Task A_surrogate_pair_is_accepted([Values] UserRoute route)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, """,  "name":"\ud83d\ude00 \u00e9" """));

        Assert.That((await answer.JsonAsync()).GetProperty("name").GetString(), Is.EqualTo("😀 é"));
    }

    [Test]
    public async Task A_name_is_stored_unchanged(
        [Values] UserRoute route, [Values("", " ", "<b>&'\"", "  x  ", "名前", "e\u0301", "a\0b")] string name)
    {
        var server = await SharedServers.SqliteAsync();
        var json = JsonSerializer.Serialize(name);

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, $",\"name\":{json}"));

        Assert.That((await answer.JsonAsync()).GetProperty("name").GetString(), Is.EqualTo(name));
    }

    [Test]
    public async Task Bytes_that_are_not_utf8_are_refused(
        [Values] UserRoute route, [Values("\u00FF", "\u00E9", "\u00C3(", "\u00ED\u00A0\u0080")] string bytes)
    {
        var server = await SharedServers.SqliteAsync();
        var body = Encoding.Latin1.GetBytes(UserRoutes.GoodBody(route, $",\"name\":\"{bytes}\""));

        using var answer = await server.SendUserAsync(route, body);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("400 There was an error parsing the body"));
    }

    [Test]
    public async Task Deep_nesting_is_reported_as_invalid_json([Values] UserRoute route, [Values(100, 10_000)] int depth)
    {
        var server = await SharedServers.SqliteAsync();
        var nested = new string('[', depth) + new string(']', depth);

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, $",\"unknown\":{nested}"));

        Assert.That(await answer.SummaryAsync(), Does.Match(@"^422 body\.\d+ json_invalid$"));
    }

    [Test]
    public async Task Shallow_nesting_is_accepted([Values] UserRoute route)
    {
        var server = await SharedServers.SqliteAsync();
        var nested = new string('[', 20) + new string(']', 20);

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, $",\"unknown\":{nested}"));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(route.Success()));
    }

    [Test]
    public async Task A_body_of_64_KiB_is_read([Values] UserRoute route)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route).PadRight(LongestBody));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(route.Success()));
    }

    [Test]
    public async Task A_longer_body_is_refused([Values] UserRoute route)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route).PadRight(LongestBody + 1));

        Assert.That((int)answer.StatusCode, Is.EqualTo(413));
        Assert.That(await answer.DetailAsync(), Is.Not.Empty);
    }

    [TestCase("register")]
    [TestCase("verify")]
    [TestCase("reset-password")]
    [TestCase("forgot-password")]
    [TestCase("request-verify-token")]
    public async Task A_longer_chunked_body_is_refused(string route)
    {
        var server = await SharedServers.SqliteAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/auth/{route}")
        {
            Content = new StreamContent(new MemoryStream(new byte[LongestBody + 1])),
        };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await server.Client.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(413));
        Assert.That(await answer.DetailAsync(), Is.Not.Empty);
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("""{"email":5}""")]
    public async Task Authorization_is_checked_before_the_body(string body)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(user);

        using var anonymous = await server.SendTextAsync(HttpMethod.Patch, "/api/users/me", body);
        using var forbidden = await server.SendTextAsync(HttpMethod.Patch, $"/api/users/{user.Id}", body, token: token);

        Assert.Multiple(async () =>
        {
            Assert.That(await anonymous.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
            Assert.That(await forbidden.SummaryAsync(), Is.EqualTo("403 Forbidden"));
        });
    }
}
