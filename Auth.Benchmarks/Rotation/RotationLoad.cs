using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Auth.Benchmarks.Rotation;

/// <summary>
/// Users who log in and read the current user, each over a persistent connection, with new tokens and with their earliest
/// tokens.
/// </summary>
internal sealed class RotationLoad : IAsyncDisposable
{
    /// <summary>The number of users, which are all active concurrently.</summary>
    public const int Connections = 16;

    private const int ReadsPerLogin = 8;
    private const string Password = "a quiet harbour";

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient[] _clients;
    private readonly List<string>[] _tokens;
    private Task _users = Task.CompletedTask;
    private Tally _tally = new();

    public RotationLoad(Uri address)
    {
        _tokens = [.. Enumerable.Range(0, Connections).Select(_ => new List<string>())];
        _clients = [.. _tokens.Select(_ => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(30),
        })];
    }

    /// <summary>The tokens of each user in order of login. Complete only after the load has stopped.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tokens => _tokens;

    /// <summary>Registers the users, logs them in, and starts the load.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(user => RegisterAsync(user, cancellationToken)));
        _users = Task.WhenAll(Enumerable.Range(0, Connections).Select(user => Task.Run(() => WorkAsync(user), _stop.Token)));
    }

    /// <summary>Stops the load after the current requests complete.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return _users;
    }

    /// <summary>Returns the responses since the last call.</summary>
    public Tally Take() => Interlocked.Exchange(ref _tally, new());

    /// <summary>Stops the load.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var client in _clients)
            client.Dispose();
        _stop.Dispose();
    }

    private static string Email(int user) => $"user{user}@example.com";

    private async Task RegisterAsync(int user, CancellationToken cancellationToken)
    {
        using var registered = await _clients[user].PostAsJsonAsync(
            "api/auth/register", new { email = Email(user), password = Password }, cancellationToken);
        registered.EnsureSuccessStatusCode();
        await LogInAsync(user);
    }

    private async Task WorkAsync(int user)
    {
        while (!_stop.IsCancellationRequested)
        {
            await LogInAsync(user);
            var tokens = _tokens[user];
            for (var read = 0; read < ReadsPerLogin && tokens.Count > 0; read++)
            {
                // Alternates between the newest, the oldest and a random token.
                var token = (read % 3) switch { 0 => tokens[^1], 1 => tokens[0], _ => tokens[Random.Shared.Next(tokens.Count)] };
                await ReadAsync(user, token);
            }
        }
    }

    private async Task LogInAsync(int user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/token/login")
        {
            Content = new FormUrlEncodedContent([new("username", Email(user)), new("password", Password)]),
        };
        if (await SendAsync(user, request, isLogin: true, body => body["access_token"] is not null) is { } body)
            _tokens[user].Add((string)body["access_token"]!);
    }

    private async Task ReadAsync(int user, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/users/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await SendAsync(user, request, isLogin: false, body => (string?)body["email"] == Email(user));
    }

    /// <summary>Sends a request and counts its outcome.</summary>
    /// <returns>The body of a correct response, otherwise null.</returns>
    private async Task<JsonObject?> SendAsync(
        int user, HttpRequestMessage request, bool isLogin, Func<JsonObject, bool> isRight)
    {
        try
        {
            using var answer = await _clients[user].SendAsync(request);
            var body = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
            var right = body is null || isRight(body);
            _tally.Add(isLogin, answer.StatusCode, right);
            return right ? body : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            _tally.Add(isLogin, status: null);
            return null;
        }
    }
}
