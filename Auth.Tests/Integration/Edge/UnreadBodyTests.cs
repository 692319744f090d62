using Microsoft.AspNetCore.Http;

namespace Auth.Tests.Integration.Edge;

/// <summary>The <c>Connection</c> header of responses that leave the request body unread.</summary>
public sealed class UnreadBodyTests
{
    private const int KiB = 1024;

    private static string Patch(string headers, string body) =>
        $"PATCH /api/users/me HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{body}";

    private const string Next = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    [Test]
    public async Task A_401_with_a_body_beyond_the_limit_closes_the_connection()
    {
        var server = await SharedServers.SqliteAsync();

        var answer = await server.SendRawAsync(Patch($"Content-Length: {100 * KiB}", new string(' ', 100 * KiB)) + Next);

        Assert.That(Summary(answer), Is.EqualTo("401 close"));
    }

    [Test]
    public async Task A_401_with_a_chunked_body_closes_the_connection()
    {
        var server = await SharedServers.SqliteAsync();
        var chunks = string.Concat(Enumerable.Repeat($"2000\r\n{new string(' ', 8 * KiB)}\r\n", 12)) + "0\r\n\r\n";

        var answer = await server.SendRawAsync(Patch("Transfer-Encoding: chunked", chunks) + Next);

        Assert.That(Summary(answer), Is.EqualTo("401 close"));
    }

    [Test]
    public async Task A_401_with_a_body_within_the_limit_keeps_the_connection_open()
    {
        var server = await SharedServers.SqliteAsync();

        var answer = await server.SendRawAsync(Patch($"Content-Length: {60 * KiB}", new string(' ', 60 * KiB)) + Next);

        Assert.That(Summary(answer), Is.EqualTo("401 keep-alive 200"));
    }

    [TestCase("POST", "/no/such/route", StatusCodes.Status404NotFound)]
    [TestCase("PUT", "/api/users/me", StatusCodes.Status405MethodNotAllowed)]
    [TestCase("POST", "/health/live", StatusCodes.Status200OK)]
    public async Task Other_early_responses_with_an_unread_body_close_the_connection(string method, string path, int status)
    {
        var server = await SharedServers.SqliteAsync();

        var answer = await server.SendRawAsync(
            $"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {100 * KiB}\r\n\r\n{new string(' ', 100 * KiB)}{Next}");

        Assert.That(Summary(answer), Is.EqualTo($"{status} close"));
    }

    private static string Summary(string answer)
    {
        var heads = answer.Split("HTTP/1.1 ").Skip(1).ToList();
        var closes = heads[0].Contains("Connection: close", StringComparison.Ordinal) ? "close" : "keep-alive";
        return string.Join(' ', [heads[0][..3], closes, .. heads.Skip(1).Select(head => head[..3])]);
    }
}
