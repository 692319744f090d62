using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Auth.Tests.Security.Logs;

namespace Auth.Tests.Integration;

/// <summary>The real program, serving, with what it writes to standard output.</summary>
internal sealed partial class RunningProgram : IAsyncDisposable
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly BlockingCollection<string> _unread = [];

    private RunningProgram(Process process) => _process = process;

    /// <summary>A client of the program, without a token.</summary>
    public HttpClient Client { get; } = new(new SecretsOfRequests(new SocketsHttpHandler()));

    /// <summary>Starts the program in a folder and waits until it listens.</summary>
    public static async Task<RunningProgram> StartAsync(string folder, params (string Name, string Value)[] settings)
    {
        var program = new RunningProgram(AuthProgram.Start(folder, [.. settings, ("ASPNETCORE_URLS", "http://127.0.0.1:0")]));
        program._process.OutputDataReceived += (_, line) => program.Add(line.Data);
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        try
        {
            var listening = await program.ReadUntilAsync("Now listening on");
            program.Client.BaseAddress = new Uri(Address().Match(listening[^1]).Value);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>The lines up to the next one that holds a text.</summary>
    public Task<IReadOnlyList<string>> ReadUntilAsync(string text) => Task.Run<IReadOnlyList<string>>(() =>
    {
        var lines = new List<string>();
        while (_unread.TryTake(out var line, Patience))
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return lines;
        }

        throw new AssertionException($"No line with \"{text}\" came, but: {string.Join('\n', lines)}");
    });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _unread.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        SuiteLogs.Add(line);
        _unread.Add(line);
    }

    [GeneratedRegex("http://[0-9.]+:[0-9]+")]
    private static partial Regex Address();
}
