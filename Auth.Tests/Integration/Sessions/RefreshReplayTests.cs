using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class RefreshReplayTests(DatabaseEngine engine)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedEvents _events = new();

    [Test]
    public async Task A_replay_within_the_grace_period_returns_the_same_successor()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var user = await server.CreateUserAsync();
        var first = await server.LogInAsync(user);

        var second = await server.RefreshAsync(first.Refresh);
        _clock.Advance(Grace);
        var again = await server.RefreshAsync(first.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(again.Refresh, Is.EqualTo(second.Refresh));
            Assert.That(await server.StatusOfMeAsync(again.Access), Is.EqualTo(200));
            Assert.That(await server.SessionsOfAsync(user), Has.Count.EqualTo(1));
            Assert.That(await server.RefreshTokensOfAsync(user), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task The_grace_period_starts_with_the_first_use()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        await server.RefreshAsync(tokens.Refresh);
        _clock.Advance(Grace);
        await server.RefreshAsync(tokens.Refresh);
        _clock.Advance(Moment);

        Assert.That(await server.TryRefreshAsync(tokens.Refresh), Is.EqualTo(SessionRequests.BadToken));
    }

    [Test]
    public async Task A_replay_after_the_grace_period_revokes_the_session()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var first = await server.LogInAsync(await server.CreateUserAsync());

        var second = await server.RefreshAsync(first.Refresh);
        _clock.Advance(Grace + Moment);
        var replay = await server.TryRefreshAsync(first.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(replay, Is.EqualTo(SessionRequests.BadToken));
            Assert.That(await server.StatusOfMeAsync(first.Access), Is.EqualTo(401));
            Assert.That(await server.IsOpenAsync(second), Is.False);
        });
    }

    [Test]
    public async Task A_replay_of_the_token_before_the_previous_one_revokes_the_session()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var first = await server.LogInAsync(await server.CreateUserAsync());

        var second = await server.RefreshAsync(first.Refresh);
        _clock.Advance(Grace);
        var third = await server.RefreshAsync(second.Refresh);
        _clock.Advance(Moment);
        var replay = await server.TryRefreshAsync(first.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(replay, Is.EqualTo(SessionRequests.BadToken));
            Assert.That(await server.IsOpenAsync(third), Is.False);
        });
    }

    [Test]
    public async Task A_replay_after_the_clock_was_set_back_revokes_the_session()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var first = await server.LogInAsync(await server.CreateUserAsync());

        var second = await server.RefreshAsync(first.Refresh);
        var third = await server.RefreshAsync(second.Refresh);
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        var replay = await server.TryRefreshAsync(first.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(replay, Is.EqualTo(SessionRequests.BadToken));
            Assert.That(await server.IsOpenAsync(third), Is.False);
        });
    }

    [Test]
    public async Task A_token_used_by_a_process_whose_clock_is_two_seconds_ahead_is_within_the_grace_period()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var first = await server.LogInAsync(await server.CreateUserAsync());

        var second = await server.RefreshAsync(first.Refresh);
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromSeconds(2));
        var again = await server.RefreshAsync(first.Refresh);

        Assert.That(again.Refresh, Is.EqualTo(second.Refresh));
    }

    [Test]
    public async Task A_replay_does_not_revoke_other_sessions_of_the_user()
    {
        await using var server = await SessionRequests.StartServerAsync(engine, _clock);
        var user = await server.CreateUserAsync();
        var (stolen, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        await server.RefreshAsync(stolen.Refresh);
        _clock.Advance(Grace + Moment);
        await server.TryRefreshAsync(stolen.Refresh);

        Assert.That(await server.IsOpenAsync(other));
    }

    [Test]
    public async Task Repeated_replays_raise_one_event()
    {
        await using var server = await StartObservedAsync(new RecordedLogs());
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        await server.RefreshAsync(tokens.Refresh);
        _clock.Advance(Grace + Moment);
        await server.TryRefreshAsync(tokens.Refresh);
        await server.TryRefreshAsync(tokens.Refresh);

        Assert.That(
            _events.All.OfType<RefreshTokenReused>(), Is.EqualTo([new RefreshTokenReused(user.Id, tokens.SessionId)]));
    }

    [Test]
    public async Task A_replay_is_logged_as_a_warning_without_tokens()
    {
        using var logs = new RecordedLogs();
        await using var server = await StartObservedAsync(logs);
        var user = await server.CreateUserAsync();
        var first = await server.LogInAsync(user);

        var second = await server.RefreshAsync(first.Refresh);
        _clock.Advance(Grace + Moment);
        await server.TryRefreshAsync(first.Refresh);

        string[] secrets = [first.Refresh, second.Refresh, first.Access, second.Access, user.Email];
        Assert.That(
            logs.Lines,
            Has.One.Matches<string>(line => line.StartsWith($"Warning: refresh_token_reused: user {user.Id} ", StringComparison.Ordinal)
                && line.Contains($"session {first.SessionId}", StringComparison.Ordinal)));
        Assert.That(secrets.Where(secret => logs.Lines.Any(line => line.Contains(secret, StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public async Task A_replay_within_the_grace_period_raises_no_event()
    {
        await using var server = await StartObservedAsync(new RecordedLogs());
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        await server.RefreshAsync(tokens.Refresh);
        _clock.Advance(Grace);
        await server.RefreshAsync(tokens.Refresh);

        Assert.That(_events.All.OfType<RefreshTokenReused>(), Is.Empty);
    }

    private Task<AuthServer> StartObservedAsync(RecordedLogs logs) => AuthServer.StartAsync(engine, services: services => services
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton<IAccountEventListener>(_events)
        .AddSingleton<ILoggerProvider>(logs));
}
