using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Tests.Integration.Crashes;

/// <summary>The real program as a process that serves until it is killed.</summary>
internal sealed partial class KillableProgram : IDisposable
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private KillableProgram(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"It ended: {Output}"));
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { Timeout = Patience };
    }

    /// <summary>Calls it.</summary>
    public HttpClient Client { get; }

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<KillableProgram> StartAsync(string folder, IEnumerable<(string Name, string Value)> settings)
    {
        var program = new KillableProgram(AuthProgram.StartInfo(folder, settings));
        try
        {
            program.Client.BaseAddress = await program._listening.Task.WaitAsync(Patience);
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as a loss of the process does: by SIGKILL, of which it is told nothing.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (Address().Match(line) is { Success: true } address)
            _listening.TrySetResult(new Uri(address.Value));
    }
}
