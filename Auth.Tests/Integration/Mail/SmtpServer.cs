using System.Diagnostics;
using System.Text.Json;

namespace Auth.Tests.Integration.Mail;

/// <summary>A mail server in a process of its own, which behaves as <c>smtp_server.py</c> is told to.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private SmtpServer(Process process) => _process = process;

    public int Port { get; private set; }

    public static async Task<SmtpServer> StartAsync(string behaviour, string? certificate = null)
    {
        if (!File.Exists(Python)) Assert.Ignore($"needs {Python}");
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // aiosmtpd warns of a login without TLS, which is what a test here is about.
        start.ArgumentList.Add("-Wignore");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Integration", "Mail", "smtp_server.py"));
        start.ArgumentList.Add(behaviour);
        if (certificate is not null) start.ArgumentList.Add(certificate);

        var server = new SmtpServer(Process.Start(start)!);
        var first = await server.NextAsync();
        if (first.TryGetProperty("missing", out var package))
        {
            await server.DisposeAsync();
            Assert.Ignore($"needs Debian's {package.GetString()}");
        }

        server.Port = first.GetProperty("port").GetInt32();
        return server;
    }

    /// <summary>What happens next in the server.</summary>
    public async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        return JsonSerializer.Deserialize<JsonElement>(line ?? throw new EndOfStreamException("The mail server has ended."));
    }

    /// <summary>Everything that happens in the server until it ends.</summary>
    public async IAsyncEnumerable<JsonElement> AllAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            yield return JsonSerializer.Deserialize<JsonElement>(line);
    }

    /// <summary>Ends the server.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Ends the server, and tells all that happened in it since <see cref="NextAsync"/> was last called.</summary>
    public async Task<List<JsonElement>> StopAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _process.StandardInput.Close();
        var rest = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        var lines = rest.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>Ends the server, and tells the one message that it got.</summary>
    public async Task<JsonElement> MessageAsync() => (await StopAsync()).Single(IsMessage);

    public static bool IsMessage(JsonElement happened) => happened.GetProperty("event").GetString() == "message";

    public static string Recipients(JsonElement message) =>
        string.Join(", ", message.GetProperty("recipients").EnumerateArray().Select(address => address.GetString()));

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
    }
}
