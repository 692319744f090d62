using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Hosting;

/// <summary>The readiness of a service whose tables have older or newer migrations.</summary>
[OnEachDatabase]
public sealed class SchemaReadinessTests(DatabaseEngine engine) : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private AuthServer _server = null!;

    [SetUp]
    public async Task Start() => _server = await AuthServer.StartAsync(
        engine, services: services => services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Test]
    public async Task A_service_with_current_tables_is_ready() =>
        Assert.That(await AskAsync(), Is.EqualTo("""200 {"status":"ok"}"""));

    [Test]
    public async Task A_service_with_outdated_tables_is_not_ready()
    {
        await AskAsync();
        await ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%AddThrottling' OR \"MigrationId\" LIKE '%CreateTables'");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(), Is.EqualTo("""503 {"status":"unavailable"}"""));
    }

    [Test]
    public async Task A_service_with_tables_of_a_newer_version_is_ready()
    {
        await ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99991231235959_Newer', '99.0.0')");

        Assert.That(await AskAsync(), Does.StartWith("200"));
    }

    private async Task<string> AskAsync()
    {
        using var answer = await _server.Client.GetAsync("/health/ready");
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.ExecuteSqlRawAsync(sql);
    }
}
