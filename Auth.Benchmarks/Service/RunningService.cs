using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Auth.Benchmarks.Service;

/// <summary>A process of the service with a new database and a few registered users.</summary>
internal sealed partial class RunningService : IAsyncDisposable
{
    private const int Users = 8;
    private const string SecretVariable = "Auth__Jwt__Secret";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _forms = [];

    private RunningService(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + Environment.NewLine);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The service did not start."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The address of the service.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The form bodies of the logins, one per user.</summary>
    public string[] LoginForms => [.. _forms];

    /// <summary>The access token of a user, as returned by a login.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The same token without a session.</summary>
    public string TokenWithoutSession => SignedToken.WithoutSession(Token, _process.StartInfo.Environment[SecretVariable]!);

    /// <summary>The path of the database file.</summary>
    public string Database => Path.Combine(_process.StartInfo.WorkingDirectory, "auth.db");

    /// <summary>The process ID.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The processor time that the process has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The resident memory of the process, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Returns the access token of a new login at a backend.</summary>
    /// <param name="path">The path of the backend.</param>
    public async Task<string> TokenAtAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var form = new StringContent(_forms[0], new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var login = await client.PostAsync($"{path}/login", form, cancellationToken);
        var body = await login.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return (string)body!["access_token"]!;
    }

    /// <summary>Starts a process, waits until it listens, and registers the users.</summary>
    public static async Task<RunningService> StartAsync(
        PublishedService published, string runtimeConfiguration, int maxQueueLength, CancellationToken cancellationToken,
        params (string Variable, string Value)[] settings)
    {
        var start = StartInfo(published, runtimeConfiguration, maxQueueLength);
        foreach (var (variable, value) in settings)
            start.Environment[variable] = value;
        var service = new RunningService(start);
        try
        {
            service.Address = await service._listening.Task.WaitAsync(LongestStart, cancellationToken);
            await service.RegisterUsersAsync(cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(PublishedService published, string runtimeConfiguration, int maxQueueLength)
    {
        var start = published.StartInfo(runtimeConfiguration, published.NewDataFolder());
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment[SecretVariable] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        start.Environment["Auth__Passwords__MaxQueueLength"] = $"{maxQueueLength}";
        return start;
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    private void Read(string? line)
    {
        if (line is not null && Listening().Match(line) is { Success: true, Groups: [_, var address] })
            _listening.TrySetResult(new Uri(address.Value));
    }

    private async Task RegisterUsersAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        for (var i = 0; i < Users; i++)
        {
            var (email, password) = ($"user{i}@example.com", RandomNumberGenerator.GetHexString(16));
            using var registered = await client.PostAsJsonAsync("api/auth/register", new { email, password }, cancellationToken);
            registered.EnsureSuccessStatusCode();
            using var form = new FormUrlEncodedContent([new("username", email), new("password", password)]);
            _forms.Add(await form.ReadAsStringAsync(cancellationToken));
        }

        Token = await TokenAtAsync("api/token", cancellationToken);
    }
}
