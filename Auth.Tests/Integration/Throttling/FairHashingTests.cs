using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Throttling;

/// <summary>Requests of different clients to a service that hashes one password at a time and queues two.</summary>
public sealed class FairHashingTests
{
    private const int Places = 2;
    private const string Flooder = "203.0.113.1", Other = "198.51.100.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _released = new();
    private AuthServer _server = null!;
    private string _token = "";
    private volatile bool _computing;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await AuthServer.StartAsync(
            settings: new Dictionary<string, string> { ["Auth:Proxies:0"] = "127.0.0.1", ["Auth:Throttle:Enabled"] = "false" },
            services: services => services.AddSingleton(new HashingQueue<HashInput>(
                new("test", Threads: 1, Places, BatchSize: 1, TimeSpan.Zero), _ => new("test", 0, 1, 1), Compute,
                RecordedMetrics.None)));
        _released.Set();
        _token = await _server.TokenOfAsync(await _server.CreateUserAsync());
        _released.Reset();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _released.Set();
        await _server.DisposeAsync();
        _released.Dispose();
    }

    [TestCase("login")]
    [TestCase("register")]
    [TestCase("update")]
    public async Task A_flood_by_one_client_does_not_exclude_others(string kind)
    {
        var flood = await FillAsync(kind);

        var other = SendAsync("login", Other);
        using var displaced = await flood[^1].WaitAsync(Patience);
        _released.Set();
        using var answer = await other.WaitAsync(Patience);

        Assert.That((displaced.StatusCode, answer.StatusCode),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadRequest)));
    }

    [Test]
    public async Task A_client_that_fills_the_queue_is_refused()
    {
        await FillAsync("login");

        using var answer = await SendAsync("login", Flooder).WaitAsync(Patience);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("503 SERVER_BUSY"));
    }

    // One request is being hashed, and the others wait in the queue.
    private async Task<List<Task<HttpResponseMessage>>> FillAsync(string kind)
    {
        var queue = _server.Services.GetRequiredService<HashingQueue<HashInput>>();
        var requests = new List<Task<HttpResponseMessage>> { SendAsync(kind, Flooder) };
        for (var place = 0; place <= Places; place++)
        {
            if (place > 0)
                requests.Add(SendAsync(kind, Flooder));
            using var patience = new CancellationTokenSource(Patience);
            while (place == 0 ? !_computing : queue.Length < place)
                await Task.Delay(10, patience.Token);
        }

        return requests;
    }

    private byte[][] Compute(IReadOnlyList<HashInput> inputs)
    {
        _computing = !_released.IsSet;
        _released.Wait(Patience);
        return PasswordHashingServices.Compute(inputs);
    }

    private Task<HttpResponseMessage> SendAsync(string kind, string from)
    {
        var (method, path, body) = kind switch
        {
            "login" => (HttpMethod.Post, "token/login", (HttpContent)new FormUrlEncodedContent(
                [new("username", "nobody@example.com"), new("password", "wrong")])),
            "register" => (HttpMethod.Post, "auth/register", JsonContent.Create(
                new { email = AuthServer.NewEmail(), password = AuthServer.Password })),
            _ => (HttpMethod.Patch, "users/me", JsonContent.Create(new { password = AuthServer.Password })),
        };
        var request = new HttpRequestMessage(method, $"/api/{path}") { Content = body, Headers = { { "X-Forwarded-For", from } } };
        if (kind == "update")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return _server.Client.SendAsync(request);
    }
}
