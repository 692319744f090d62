using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

/// <summary>The limits of a user's sessions and of a session's refreshes.</summary>
[OnEachDatabase]
public sealed class SessionLimitTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    [Test]
    public async Task A_login_beyond_the_maximum_revokes_the_least_recently_used_session()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock, ("Auth:Sessions:MaxPerUser", 3));
        var (user, other) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        var others = await server.LogInAsync(other);
        var first = await LogInLaterAsync();
        var second = await LogInLaterAsync();
        var third = await LogInLaterAsync();
        first = await server.RefreshAsync(first.Refresh);

        var fourth = await LogInLaterAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(await server.IsOpenAsync(second), Is.False);
            foreach (var session in new[] { first, third, fourth, others })
                Assert.That(await server.IsOpenAsync(session));
        });

        async Task<Tokens> LogInLaterAsync()
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return await server.LogInAsync(user);
        }
    }

    [Test]
    public async Task Simultaneous_logins_leave_the_maximum_number_of_sessions()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock, ("Auth:Sessions:MaxPerUser", 3));
        var user = await server.CreateUserAsync();

        var logins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.LogInAsync(user)));

        Assert.That(logins, Has.Length.EqualTo(8));
        Assert.That((await server.SessionsOfAsync(user)).Count(session => session.EndedAt is null), Is.EqualTo(3));
    }

    [Test]
    public async Task A_refresh_beyond_the_rate_limit_is_refused_and_its_token_remains_valid()
    {
        await using var server = await StartLimitedAsync();
        var tokens = await server.LogInAsync(await server.CreateUserAsync());
        tokens = await server.RefreshAsync(tokens.Refresh);
        tokens = await server.RefreshAsync(tokens.Refresh);

        using var refused = await server.SendRefreshAsync(tokens.Refresh);
        _clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        var early = await server.TryRefreshAsync(tokens.Refresh);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var late = await server.TryRefreshAsync(tokens.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(
                (await refused.SummaryAsync(), refused.Headers.RetryAfter?.Delta),
                Is.EqualTo(("429 RATE_LIMITED", TimeSpan.FromMinutes(30))));
            Assert.That((early, late), Is.EqualTo(("429 RATE_LIMITED", "200")));
        });
    }

    [Test]
    public async Task Each_session_has_its_own_refresh_rate()
    {
        await using var server = await StartLimitedAsync();
        var user = await server.CreateUserAsync();
        var (busy, other) = (await server.LogInAsync(user), await server.LogInAsync(user));
        for (var i = 0; i < 2; i++)
            busy = await server.RefreshAsync(busy.Refresh);

        Assert.That(await server.TryRefreshAsync(other.Refresh), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_clock_that_is_set_back_does_not_block_refreshes()
    {
        await using var server = await StartLimitedAsync();
        var tokens = await server.LogInAsync(await server.CreateUserAsync());
        for (var i = 0; i < 2; i++)
            tokens = await server.RefreshAsync(tokens.Refresh);

        _clock.AdjustTime(_clock.GetUtcNow().AddDays(-1));

        Assert.That(await server.TryRefreshAsync(tokens.Refresh), Is.EqualTo("200"));
    }

    private Task<AuthServer> StartLimitedAsync() => AuthServer.StartAsync(
        engine,
        new Dictionary<string, string>
        {
            ["Auth:RateLimits:Enabled"] = "true",
            ["Auth:Sessions:MaxRefreshesPerHour"] = "2",
        },
        services => services.AddSingleton<TimeProvider>(_clock));
}
