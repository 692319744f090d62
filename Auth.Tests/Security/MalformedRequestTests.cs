using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Security;

/// <summary>Malformed requests are client errors: no response is a 5xx, and nothing is logged as an error.</summary>
public sealed class MalformedRequestTests : IAsyncDisposable
{
    private const int Requests = 2000;

    /// <summary>The number of concurrent requests. A batch ends when its incomplete requests have waited for a response.</summary>
    private const int Batch = 500;
    private const int Resets = 60;

    /// <summary>The time to wait for the response to an incomplete request.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private const string UnreadableForm = """{"detail":"There was an error parsing the body"}""";

    private readonly RecordedLogs _logs = new();
    private AuthServer _server = null!;

    private IEnumerable<string> Errors => _logs.Lines.Where(line =>
        line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));

    [SetUp]
    public async Task Start() => _server = await AuthServer.StartAsync(
        services: services => services.AddSingleton<ILoggerProvider>(_logs));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _logs.Dispose();
    }

    [TestCase("application/x-www-form-urlencoded; charset=utf-7", "username=a&password=b")]
    [TestCase("application/x-www-form-urlencoded; charset=UTF-7", "username=a&password=b")]
    [TestCase("multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"username\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\na\r\n--x--\r\n")]
    public async Task A_form_in_UTF_7_is_refused(string contentType, string body)
    {
        using var login = await _server.SendTextAsync(HttpMethod.Post, "/api/token/login", body, contentType);

        Assert.That(
            ((int)login.StatusCode, await login.Content.ReadAsStringAsync()), Is.EqualTo((400, UnreadableForm)));
    }

    [TestCase("FFFFFFFFFFFFFFFFF")]
    [TestCase("FFFFFFFFFFFFFFFF")]
    [TestCase("x")]
    public async Task A_chunk_with_an_invalid_size_returns_400_and_logs_no_error(string size)
    {
        var answer = await _server.SendRawAsync("POST /api/auth/register HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + $"Transfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n", Silence);

        Assert.That(RawRequests.StatusOf(answer), Is.EqualTo(400));
        Assert.That(Errors, Is.Empty);
    }

    [TestCase("/api/auth/register", "application/json")]
    [TestCase("/api/token/login", "application/x-www-form-urlencoded")]
    [TestCase("/api/token/login", "multipart/form-data; boundary=x")]
    public async Task Truncated_bodies_log_no_error(string path, string contentType)
    {
        await Task.WhenAll(Enumerable.Range(0, Resets).Select(_ => _server.ResetAsync(
            $"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {contentType}\r\nContent-Length: 5000\r\n\r\n{{\"email\":")));

        // The server stops only after the reset requests have ended.
        await _server.DisposeAsync();
        Assert.That(Errors, Is.Empty);
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task Malformed_requests_never_return_a_5xx(int seed)
    {
        var fuzz = new Fuzz(seed, await _server.TokenOfAsync(await _server.CreateUserAsync(superuser: true)));
        var failures = new List<string>();
        foreach (var batch in Enumerable.Range(0, Requests).Select(_ => fuzz.Next()).Chunk(Batch))
        {
            var answers = await Task.WhenAll(batch.Select(request => _server.SendRawAsync(request, Silence)));
            failures.AddRange(batch.Zip(answers)
                .Where(pair => RawRequests.StatusOf(pair.Second) >= 500).Select(pair => $"{pair.First} => {pair.Second}"));
        }

        Assert.Multiple(() =>
        {
            Assert.That(failures, Is.Empty);
            Assert.That(Errors, Is.Empty);
        });
    }
}
