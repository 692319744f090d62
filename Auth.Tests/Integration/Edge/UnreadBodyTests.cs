using Microsoft.AspNetCore.Http;

namespace Auth.Tests.Integration.Edge;

/// <summary>Whether a client is told that its connection ends when an answer leaves its body unread.</summary>
public sealed class UnreadBodyTests
{
    private const int KiB = 1024;

    private static string Patch(string headers, string body) =>
        $"PATCH /api/users/me HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{body}";

    private const string Next = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    [Test]
    public async Task Behind_a_401_to_a_body_beyond_the_limit_the_connection_is_closed_as_announced()
    {
        var server = await SharedServers.SqliteAsync();

        var answer = await server.SendRawAsync(Patch($"Content-Length: {100 * KiB}", new string(' ', 100 * KiB)) + Next);

        Assert.That(Summary(answer), Is.EqualTo("401 close"));
    }

    [Test]
    public async Task Behind_a_401_to_a_chunked_body_the_connection_is_closed_as_announced()
    {
        var server = await SharedServers.SqliteAsync();
        var chunks = string.Concat(Enumerable.Repeat($"2000\r\n{new string(' ', 8 * KiB)}\r\n", 12)) + "0\r\n\r\n";

        var answer = await server.SendRawAsync(Patch("Transfer-Encoding: chunked", chunks) + Next);

        Assert.That(Summary(answer), Is.EqualTo("401 close"));
    }

    [Test]
    public async Task Behind_a_401_to_a_body_within_the_limit_the_connection_serves_the_next_request()
    {
        var server = await SharedServers.SqliteAsync();

        var answer = await server.SendRawAsync(Patch($"Content-Length: {60 * KiB}", new string(' ', 60 * KiB)) + Next);

        Assert.That(Summary(answer), Is.EqualTo("401 keep-alive 200"));
    }

    [TestCase("POST", "/no/such/route", StatusCodes.Status404NotFound)]
    [TestCase("PUT", "/api/users/me", StatusCodes.Status405MethodNotAllowed)]
    [TestCase("POST", "/health/live", StatusCodes.Status200OK)]
    public async Task Every_other_early_answer_announces_it_too(string method, string path, int status)
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
