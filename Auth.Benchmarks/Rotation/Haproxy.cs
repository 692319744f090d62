using System.ComponentModel;
using System.Diagnostics;
using Auth.Benchmarks.Service;

namespace Auth.Benchmarks.Rotation;

/// <summary>The load balancer with the configuration of the repository, in front of local processes.</summary>
internal sealed class Haproxy : IAsyncDisposable
{
    private static readonly string Configuration = Path.Combine(PublishedService.Solution(), "deploy", "haproxy.cfg");

    // Debian installs haproxy in /usr/sbin, which is on the PATH of root only.
    private static readonly string Program = File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private Haproxy(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The address for clients.</summary>
    public Uri Address { get; }

    /// <summary>Whether haproxy is installed.</summary>
    public static async Task<bool> IsAvailableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Command.RunAsync(Program, ["-v"], LongestWait, cancellationToken);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Starts haproxy, and waits until a replica is ready.</summary>
    public static async Task<Haproxy> StartAsync(
        string folder, int port, IEnumerable<Replica> replicas, CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(folder, "haproxy.cfg");
        await File.WriteAllLinesAsync(
            configuration, File.ReadLines(Configuration).SelectMany(line => Adapt(line, port, replicas)), cancellationToken);

        // Runs in the foreground, so that an exit is detected.
        var start = new ProcessStartInfo(Program, ["-db", "-f", configuration]) { RedirectStandardOutput = true };
        var haproxy = new Haproxy(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        haproxy._process.BeginOutputReadLine();
        try
        {
            await haproxy.WaitAsync(cancellationToken);
            return haproxy;
        }
        catch
        {
            await haproxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops haproxy.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static IEnumerable<string> Adapt(string line, int port, IEnumerable<Replica> replicas) =>
        line.Trim().Split(' ')[0] switch
        {
            "bind" => [$"    bind 127.0.0.1:{port}"],
            "server-template" => replicas.Select(replica => $"    server replica-{replica.Port} 127.0.0.1:{replica.Port}"),
            _ => [line],
        };

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestWait);
        while (!await AnswersAsync())
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);

        async Task<bool> AnswersAsync()
        {
            try
            {
                using var answer = await client.GetAsync("health/ready", patience.Token);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                return false;
            }
        }
    }
}
