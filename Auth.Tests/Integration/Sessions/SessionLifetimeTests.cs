using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class SessionLifetimeTests(DatabaseEngine engine)
{
    private const string AccessLifetime = "Auth:Jwt:LifetimeSeconds";
    private const string Idle = "Auth:Sessions:IdleSeconds";
    private const string Absolute = "Auth:Sessions:AbsoluteSeconds";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    [TestCase(599, "200")]
    [TestCase(600, SessionRequests.BadToken)]
    public async Task A_session_expires_after_its_idle_time_from_the_login(int seconds, string answer)
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock, (AccessLifetime, 60), (Idle, 600));
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        Pass(seconds);

        Assert.That(await server.TryRefreshAsync(tokens.Refresh), Is.EqualTo(answer));
    }

    [TestCase(599, "200")]
    [TestCase(600, SessionRequests.BadToken)]
    public async Task A_session_expires_after_its_idle_time_from_each_refresh(int seconds, string answer)
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock, (AccessLifetime, 60), (Idle, 600));
        var first = await server.LogInAsync(await server.CreateUserAsync());

        Pass(599);
        var second = await server.RefreshAsync(first.Refresh);
        Pass(seconds);

        Assert.That(await server.TryRefreshAsync(second.Refresh), Is.EqualTo(answer));
    }

    [TestCase(499, "200", 200)]
    [TestCase(500, SessionRequests.BadToken, 401)]
    public async Task A_refresh_does_not_extend_a_session_beyond_its_absolute_lifetime(int seconds, string refresh, int read)
    {
        await using var server = await SessionRequests.StartServerAsync(
            engine, _clock, (AccessLifetime, 900), (Idle, 900), (Absolute, 1000));
        var first = await server.LogInAsync(await server.CreateUserAsync());

        Pass(500);
        var second = await server.RefreshAsync(first.Refresh);
        Pass(seconds);

        Assert.Multiple(async () =>
        {
            Assert.That(await server.StatusOfMeAsync(second.Access), Is.EqualTo(read));
            Assert.That(await server.TryRefreshAsync(second.Refresh), Is.EqualTo(refresh));
        });
    }

    [TestCase(3599, 200)]
    [TestCase(3600, 401)]
    public async Task An_access_token_expires_after_its_lifetime(int seconds, int status)
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        Pass(seconds);

        Assert.That(await server.StatusOfMeAsync(tokens.Access), Is.EqualTo(status));
    }

    [TestCase(30 * 24 * 3600 - 1, 200)]
    [TestCase(30 * 24 * 3600, 401)]
    public async Task An_access_token_may_outlive_the_idle_time(int seconds, int status)
    {
        await using var server = await SessionRequests.StartServerAsync(
            engine, _clock, (AccessLifetime, 30 * 24 * 3600), (Idle, 60));
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        Pass(seconds);

        Assert.That(await server.StatusOfMeAsync(tokens.Access), Is.EqualTo(status));
    }

    private void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
