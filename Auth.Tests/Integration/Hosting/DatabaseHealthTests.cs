using System.Net;
using System.Net.Sockets;
using Auth.Api.Hosting;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Integration.Hosting;

public sealed class DatabaseHealthTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task Many_health_checks_query_the_database_once_a_second()
    {
        using var file = new SqliteFile();
        await file.MigrateAsync();
        await using var services = file.Services();
        var scopes = new Mock<IServiceScopeFactory>();
        scopes.Setup(factory => factory.CreateScope()).Returns(() => services.CreateScope());
        var health = Create(scopes.Object);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => AskAsync(health))));
        _clock.Advance(DatabaseHealth.Shared);
        await AskAsync(health);

        scopes.Verify(factory => factory.CreateScope(), Times.Exactly(2));
    }

    [Test]
    public async Task A_database_that_does_not_respond_is_unhealthy_after_a_timeout()
    {
        // Accepts connections but never sends anything.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var server = $"Server=127.0.0.1,{((IPEndPoint)silent.LocalEndpoint).Port};Connect Timeout=60;Encrypt=False";
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddPersistence()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton(Options.Create(new DatabaseOptions
            {
                Provider = DatabaseProvider.SqlServer,
                ConnectionString = server,
            }))
            .BuildServiceProvider();
        var health = Create(services.GetRequiredService<IServiceScopeFactory>());

        var asked = AskAsync(health);
        using var connection = await silent.AcceptTcpClientAsync();
        _clock.Advance(DatabaseHealth.Patience);

        Assert.That((await asked).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    private static Task<HealthCheckResult> AskAsync(DatabaseHealth health) => health.CheckHealthAsync(new HealthCheckContext());

    private DatabaseHealth Create(IServiceScopeFactory scopes) => new(scopes, _clock, NullLogger<DatabaseHealth>.Instance);
}
