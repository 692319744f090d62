using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Backends;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Keys;

public sealed class WeakSecretTests
{
    private const string Weak = "SECRET";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task A_token_of_a_weak_secret_is_accepted_until_the_end_of_the_configured_day()
    {
        using var logs = new RecordedLogs();
        await using var server = await AuthServer.StartAsync(
            settings: new Dictionary<string, string>
            {
                ["Auth:Jwt:VerificationSecrets:0"] = Weak,
                ["Auth:Jwt:WeakSecretsUntil"] = "2030-01-02",
            },
            services: services =>
            {
                services.AddSingleton<TimeProvider>(_clock);
                services.AddSingleton<ILoggerProvider>(logs);
            });
        var user = await server.CreateUserAsync();
        var token = HandmadeToken.Sign(
            $$"""{"sub":"{{user.Id}}","aud":["fastapi-users:auth"],"exp":1999999999}""", secret: Weak);

        _clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        using var before = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        using var again = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var after = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.Multiple(async () =>
        {
            Assert.That(await before.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(await again.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(await after.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
            Assert.That(logs.Lines.Count(line => line.Contains("Auth:Jwt:WeakSecretsUntil", StringComparison.Ordinal)), Is.EqualTo(1));
        });
    }
}
