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
    public async Task A_token_that_comes_again_within_the_grace_gets_the_same_successor_and_no_second_chain()
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
    public async Task The_grace_counts_from_the_first_use()
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
    public async Task A_token_that_comes_again_after_the_grace_ends_the_whole_session()
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
    public async Task A_token_of_two_generations_before_ends_the_whole_session()
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
    public async Task A_theft_ends_no_other_session_of_the_user()
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
    public async Task A_theft_is_told_once_to_those_who_listen()
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
    public async Task A_theft_is_logged_as_a_warning_that_holds_no_token()
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
    public async Task Within_the_grace_nothing_is_told()
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
