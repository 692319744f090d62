using Auth.Application;
using Auth.Application.Backends;
using Auth.Application.Sessions;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Sessions;

public sealed class SessionMetricsTests : IDisposable
{
    private static readonly string[] Issued =
        ["auth.tokens.issued 1 auth.token.kind=access", "auth.tokens.issued 1 auth.token.kind=refresh"];

    private readonly FakeTimeProvider _time = new();
    private readonly User _user = SomeUser.Create();
    private readonly Mock<ISessionRepository> _sessions = new();
    private readonly RecordedMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [TestCase(null)]
    [TestCase(10)]
    public async Task A_refresh_is_counted_with_its_tokens(int? secondsSinceUse)
    {
        Finds(new IssuedRefreshToken(_user, SomeSession(), secondsSinceUse is { } seconds ? Before(seconds) : null));
        _sessions.Setup(sessions => sessions.RotateAsync(It.IsAny<Guid>(), It.IsAny<RefreshRotation>(), default)).ReturnsAsync(true);
        _sessions.Setup(sessions => sessions.HasRefreshTokenAsync(It.IsAny<Guid>(), It.IsAny<byte[]>(), default)).ReturnsAsync(true);

        await Refresher().RefreshAsync("a token", Mock.Of<ITokenStrategy>(), default);

        Assert.That(_metrics.Lines, Is.EqualTo(Issued.Prepend("auth.refreshes 1 auth.outcome=success")));
    }

    [Test]
    public async Task A_reused_refresh_token_is_counted()
    {
        Finds(new IssuedRefreshToken(_user, SomeSession(), Before(seconds: 60)));

        await Refresher().RefreshAsync("a token", Mock.Of<ITokenStrategy>(), default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.refreshes 1 auth.outcome=reused"]));
    }

    [Test]
    public async Task An_unknown_refresh_token_is_counted()
    {
        Finds(null);

        await Refresher().RefreshAsync("a token", Mock.Of<ITokenStrategy>(), default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.refreshes 1 auth.outcome=bad_token"]));
    }

    private DateTimeOffset Before(int seconds) => _time.GetUtcNow().AddSeconds(-seconds);

    private Session SomeSession() => Session.Open(_user.Id, null, null, _time.GetUtcNow(), _time.GetUtcNow().AddDays(1));

    private void Finds(IssuedRefreshToken? token) =>
        _sessions.Setup(sessions => sessions.FindRefreshTokenAsync(It.IsAny<byte[]>(), It.IsAny<DateTimeOffset>(), default))
            .ReturnsAsync(token);

    private SessionRefresher Refresher()
    {
        var (settings, events) = (Settings.Create(), new RecordedEvents());
        return new(
            _sessions.Object,
            new SessionManager(_sessions.Object, new Caller(), settings, _time, events.UnitOfWork, events.Publisher),
            new RefreshTokenCodec(settings),
            settings,
            _time,
            events.UnitOfWork,
            events.Publisher,
            _metrics.Metrics);
    }
}
