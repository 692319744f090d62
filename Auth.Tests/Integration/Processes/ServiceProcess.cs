using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;

namespace Auth.Tests.Integration.Processes;

/// <summary>The real program, serving as a process of its own; it is killed with its test.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const string Listening = "Now listening on: ";

    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => TestContext.Error.WriteLine(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The service did not start."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new() { Timeout = Patience };

    /// <summary>Starts the program, and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(string folder, params (string Name, string Value)[] settings)
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("needs the signals of a Unix");
        var service = new ServiceProcess(AuthProgram.StartInfo(folder,
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Auth__Jwt__Secret", AuthServer.Secret),
            ("Auth__Passwords__WorkFactor", "4"),
            ("Auth__Database__MigrateOnStart", "true"),
            ("Auth__Email__PickupFolder", Path.Combine(folder, "mail")),
            .. settings,
        ]));
        try
        {
            service.Client.BaseAddress = await service._address.Task.WaitAsync(Patience);
            await service.WaitUntilReadyAnswersAsync(200);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGTERM, as whoever manages services does to stop one.</summary>
    public void Terminate() => Assert.That(kill(_process.Id, SigTerm), Is.Zero);

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks until the service says that it is ready, or no more.</summary>
    public async Task WaitUntilReadyAnswersAsync(int status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await StatusAsync("/health/ready") != status)
            await Task.Delay(20, patience.Token);
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

    /// <summary>Logs in.</summary>
    /// <returns>The access token.</returns>
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

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    private void Read(string? line)
    {
        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var start)
            _address.TrySetResult(new Uri(line[(start + Listening.Length)..].Trim()));
    }
}
