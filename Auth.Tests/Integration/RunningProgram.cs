using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Auth.Tests.Security.Logs;

namespace Auth.Tests.Integration;

/// <summary>The real program in its own process, which is killed at the end of the test.</summary>
internal sealed partial class RunningProgram : IAsyncDisposable
{
    private const int SigTerm = 15;

    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(
            new InvalidOperationException($"The program has ended: {string.Join('\n', _lines)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A client that sends no token.</summary>
    public HttpClient Client { get; } =
        new(new SecretsOfRequests(new SocketsHttpHandler { UseCookies = false })) { Timeout = Patience };

    /// <summary>The lines written to standard output and standard error so far.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>Starts the program, and waits until it is ready.</summary>
    /// <param name="folder">The working directory, which by default also contains the database.</param>
    /// <param name="settings">Environment variables that override the test defaults.</param>
    public static async Task<RunningProgram> StartAsync(string folder, params (string Name, string Value)[] settings)
    {
        var program = new RunningProgram(AuthProgram.StartInfo(folder,
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Auth__Jwt__Secret", AuthServer.Secret),
            ("Auth__Passwords__WorkFactor", "4"),
            ("Auth__Database__MigrateOnStart", "true"),
            ("Auth__Email__PickupFolder", Path.Combine(folder, "mail")),
            ("Auth__Shutdown__DrainSeconds", "0"),
            .. settings,
        ]));
        try
        {
            program.Client.BaseAddress = await program._address.Task.WaitAsync(Patience);
            await program.WaitUntilReadyAnswersAsync(200);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGTERM, as service managers do.</summary>
    public void Terminate()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("requires Unix signals");
        Assert.That(kill(_process.Id, SigTerm), Is.Zero);
    }

    /// <summary>Sends SIGKILL, which the process cannot handle.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>Waits until the process exits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until <c>/health/ready</c> is answered with the given status.</summary>
    public async Task WaitUntilReadyAnswersAsync(int status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await StatusAsync("/health/ready") != status)
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Waits for an output line that contains a text.</summary>
    public async Task<string> LineWithAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                return found;
            await Task.Delay(20, patience.Token);
        }
    }

    public async Task<int> StatusAsync(string path, string? token = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, token);
        return (int)answer.StatusCode;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    public async Task RegisterAsync(string email)
    {
        using var answer = await Client.PostAsJsonAsync("/api/auth/register", new { email, password = AuthServer.Password });
        Assert.That((int)answer.StatusCode, Is.EqualTo(201));
    }

    public Task<HttpResponseMessage> LoginAsync(string email) => Client.PostAsync("/api/token/login", new FormUrlEncodedContent(
        new Dictionary<string, string> { ["username"] = email, ["password"] = AuthServer.Password }));

    /// <summary>Logs in, and returns the access token.</summary>
    public async Task<string> TokenAsync(string email)
    {
        using var answer = await LoginAsync(email);
        return (await answer.JsonAsync()).GetProperty("access_token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    private void Read(string? line)
    {
        if (line is null)
            return;
        SuiteLogs.Add(line);
        _lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true, Groups: [_, var address] })
            _address.TrySetResult(new Uri(address.Value));
    }
}
