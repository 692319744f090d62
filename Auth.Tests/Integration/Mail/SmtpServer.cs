using System.Diagnostics;
using System.Text.Json;

namespace Auth.Tests.Integration.Mail;

/// <summary>A mail server in its own process with a given behavior of <c>smtp_server.py</c>.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private SmtpServer(Process process) => _process = process;

    public int Port { get; private set; }

    public static async Task<SmtpServer> StartAsync(string behaviour, string? certificate = null)
    {
        if (!File.Exists(Python)) Assert.Ignore($"requires {Python}");
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // aiosmtpd warns of a login without TLS, which these tests use on purpose.
        start.ArgumentList.Add("-Wignore");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Integration", "Mail", "smtp_server.py"));
        start.ArgumentList.Add(behaviour);
        if (certificate is not null) start.ArgumentList.Add(certificate);

        var server = new SmtpServer(Process.Start(start)!);
        var first = await server.NextAsync();
        if (first.TryGetProperty("missing", out var package))
        {
            await server.DisposeAsync();
            Assert.Ignore($"requires the Debian package {package.GetString()}");
        }

        server.Port = first.GetProperty("port").GetInt32();
        return server;
    }

    /// <summary>Waits for the next event of the server.</summary>
    public async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        return JsonSerializer.Deserialize<JsonElement>(line ?? throw new EndOfStreamException("The mail server has ended."));
    }

    /// <summary>Returns the events of the server until it exits.</summary>
    public async IAsyncEnumerable<JsonElement> AllAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            yield return JsonSerializer.Deserialize<JsonElement>(line);
    }

    /// <summary>Asks the server to exit.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Stops the server, and returns its events since the last call of <see cref="NextAsync"/>.</summary>
    public async Task<List<JsonElement>> StopAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _process.StandardInput.Close();
        var rest = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        var lines = rest.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>Stops the server, and returns its only message.</summary>
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
