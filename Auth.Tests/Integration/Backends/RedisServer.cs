using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Auth.Tests.Integration.Backends;

/// <summary>A Redis server for one test, which can be stopped and started again on the same port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-redis-");
    private readonly int _port = FreePort();
    private Process? _process;

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>Starts a server, or skips the test if Redis is not installed.</summary>
    public static async Task<RedisServer> StartNewAsync()
    {
        if (!File.Exists(Program))
            Assert.Ignore($"No Redis: {Program} does not exist.");
        var server = new RedisServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server with the data that it had when it was stopped.</summary>
    public async Task StartAsync()
    {
        // Redis ends with the shell, and the shell with the standard input that this process holds.
        const string Script = "\"$@\" & cat; kill $!; wait $!";
        string[] arguments =
        [
            "-c", Script, "redis", Program, "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder.FullName,
            "--appendonly", "yes", "--save", "",
        ];
        _process = Process.Start(new ProcessStartInfo("/bin/sh", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _ = _process.StandardOutput.ReadToEndAsync();
        var waiting = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.That(waiting.Elapsed, Is.LessThan(Patience), "Redis does not start.");
            await Task.Delay(20);
        }
    }

    public async Task StopAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Suspends the server: its connections stay open, and it does not respond.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Resumes the server.</summary>
    public void Continue() => Signal("CONT");

    private void Signal(string name)
    {
        var server = File.ReadAllText($"/proc/{_process!.Id}/task/{_process.Id}/children").Split(' ')
            .First(child => File.ReadAllText($"/proc/{child}/comm").StartsWith("redis", StringComparison.Ordinal));
        using var signal = Process.Start("/bin/sh", ["-c", $"kill -{name} {server}"]);
        signal.WaitForExit();
        Assert.That(signal.ExitCode, Is.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Executes a command, and returns the response of the protocol.</summary>
    public async Task<string> ExecuteAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n" };
        await writer.WriteLineAsync(command);
        await writer.WriteLineAsync("QUIT");
        await writer.FlushAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await ExecuteAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
