using System.Diagnostics;
using Auth.Benchmarks.Service;

namespace Auth.Benchmarks.Rotation;

/// <summary>A process behind the load balancer. Its address stays the same across restarts.</summary>
internal sealed class Replica(PublishedService published, string data, int port) : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = LongestWait };
    private Process? _process;

    /// <summary>The port of the process.</summary>
    public int Port => port;

    /// <summary>Starts the process, and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">The process exited.</exception>
    public async Task StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = published.StartInfo(published.BatchesOfFour, data);
        start.Environment["ASPNETCORE_URLS"] = _client.BaseAddress!.ToString();
        start.Environment["Auth__Proxies__0"] = "127.0.0.1";
        start.Environment["Logging__LogLevel__Default"] = "Warning";

        // Large enough for every connection while the other process restarts.
        start.Environment["Auth__Passwords__MaxQueueLength"] = $"{RotationLoad.Connections}";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Tell(line.Data);
        _process.ErrorDataReceived += (_, line) => Tell(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestWait);
        while (!await IsReadyAsync(patience.Token))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The service exited with code {_process.ExitCode}.");
            await Task.Delay(Pause, patience.Token);
        }
    }

    /// <summary>Stops the process with SIGTERM, as a service manager does, and waits until it exits.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Command.RunAsync("/bin/sh", ["-c", $"kill -TERM {_process!.Id}"], LongestWait, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(LongestWait, cancellationToken);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"The service exited with code {_process.ExitCode}.");
    }

    /// <summary>Kills the process if it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Tell(string? line)
    {
        if (line is not null)
            Console.Error.WriteLine(line);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync("health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
