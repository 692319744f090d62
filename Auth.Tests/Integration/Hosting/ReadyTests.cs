using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Hosting;

/// <summary>The readiness of a service whose database becomes unavailable and available again.</summary>
public sealed class ReadyTests : IAsyncDisposable
{
    private readonly RecordedLogs _logs = new();
    private readonly FakeTimeProvider _clock = new();
    private AuthServer _server = null!;

    [SetUp]
    public async Task Start() => _server = await AuthServer.StartAsync(
        settings: new Dictionary<string, string> { ["Auth:RateLimits:Enabled"] = "true" },
        services: services => services.AddSingleton<TimeProvider>(_clock).AddSingleton<ILoggerProvider>(_logs));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _logs.Dispose();
    }

    [Test]
    public async Task A_service_without_its_database_is_live_but_not_ready()
    {
        File.Move(DatabaseFile, DatabaseFile + ".away");

        var (ready, live) = (await AskAsync(), await AskAsync("/health/live"));

        Assert.That((ready, live), Is.EqualTo(("""503 {"status":"unavailable"}""", """200 {"status":"ok"}""")));
    }

    [Test]
    public async Task A_service_is_ready_again_when_its_database_is_available()
    {
        File.Move(DatabaseFile, DatabaseFile + ".away");
        await AskAsync();
        File.Move(DatabaseFile + ".away", DatabaseFile);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(), Does.StartWith("200"));
    }

    [Test]
    public async Task A_health_result_is_cached_for_a_second()
    {
        await AskAsync();
        File.Move(DatabaseFile, DatabaseFile + ".away");

        _clock.Advance(TimeSpan.FromSeconds(0.9));
        var within = await AskAsync();
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var after = await AskAsync();

        Assert.That((within[..3], after[..3]), Is.EqualTo(("200", "503")));
    }

    [Test]
    public async Task The_log_reports_the_loss_and_the_return_of_the_database_once()
    {
        File.Move(DatabaseFile, DatabaseFile + ".away");
        for (var time = 0; time < 3; time++)
            await AskLaterAsync();
        File.Move(DatabaseFile + ".away", DatabaseFile);
        for (var time = 0; time < 3; time++)
            await AskLaterAsync();

        Assert.That(
            _logs.Lines.Where(line => line.Contains("eady: ", StringComparison.Ordinal)
                || line.Contains("Ready again", StringComparison.Ordinal)
                || line.Contains("Health check", StringComparison.Ordinal)),
            Is.EqualTo(new[]
            {
                "Error: Not ready: the database cannot be used: SQLite Error 14: 'unable to open database file'. ",
                "Information: Ready again: the database can be used ",
            }));
    }

    [Test]
    public async Task The_readiness_route_has_no_rate_limit()
    {
        var answers = new List<string>();
        for (var time = 0; time < 200; time++)
            answers.Add(await AskAsync());

        Assert.That(answers, Is.All.StartWith("200"));
    }

    private string DatabaseFile => Path.Combine(_server.Folder, "auth.db");

    private async Task<string> AskAsync(string path = "/health/ready")
    {
        using var answer = await _server.Client.GetAsync(path);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private async Task AskLaterAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync();
    }
}
