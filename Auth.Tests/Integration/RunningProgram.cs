using System.Collections.Concurrent;
using System.Diagnostics;
using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration;

/// <summary>The real program while it serves, over a SQLite database and with settings of its own.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly SqliteFile _file;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process process, SqliteFile file)
    {
        (_process, _file) = (process, file);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>What it wrote so far, to either output.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>Starts the program, and waits until it listens.</summary>
    /// <param name="settings">Environment variables over those of the tests.</param>
    public static async Task<RunningProgram> StartAsync(params (string Name, string Value)[] settings)
    {
        var file = new SqliteFile();
        (string, string)[] own =
        [
            ("Auth__Jwt__Secret", AuthServer.Secret),
            ("Auth__Passwords__WorkFactor", "4"),
            ("Auth__Database__ConnectionString", file.ConnectionString),
            ("Auth__Database__MigrateOnStart", "true"),
            ("Auth__Email__PickupFolder", Path.Combine(file.Folder, "mail")),
        ];
        var program = new RunningProgram(
            Process.Start(AuthProgram.StartInfo(file.Folder, [.. own, .. settings], "--urls", "http://127.0.0.1:0"))!, file);
        program.Client.BaseAddress = await program._address.Task.WaitAsync(Patience);
        return program;
    }

    /// <summary>Asks the program to end, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _file.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var start)
            _address.TrySetResult(new Uri(line[(start + Listening.Length)..]));
    }
}
