using Auth.Application.Sessions;
using Auth.Application.Tokens;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Telemetry;
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

    [Test]
    public async Task The_tokens_of_a_login_are_counted()
    {
        _sessions.Setup(sessions => sessions.OpenAsync(It.IsAny<Session>(), It.IsAny<byte[]>(), SomeUser.Hash, default))
            .ReturnsAsync(true);

        await Manager().OpenAsync(_user, new ClientInfo(null, null), default);

        Assert.That(_metrics.Lines, Is.EqualTo(Issued));
    }

    [TestCase(null)]
    [TestCase(10)]
    public async Task A_refresh_is_counted_with_its_tokens(int? secondsSinceUse)
    {
        Rotates(new Rotation(_user, SomeSession(), secondsSinceUse is { } seconds ? Before(seconds) : null));
        _sessions.Setup(sessions => sessions.HasRefreshTokenAsync(It.IsAny<Guid>(), It.IsAny<byte[]>(), default)).ReturnsAsync(true);

        await Manager().RefreshAsync("a token", default);

        Assert.That(_metrics.Lines, Is.EqualTo(Issued.Prepend("auth.refreshes 1 auth.outcome=success")));
    }

    [Test]
    public async Task A_refresh_token_that_comes_again_is_counted()
    {
        Rotates(new Rotation(_user, SomeSession(), Before(seconds: 60)));

        await Manager().RefreshAsync("a token", default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.refreshes 1 auth.outcome=reused"]));
    }

    [Test]
    public async Task A_refresh_token_that_is_nobodys_is_counted()
    {
        Rotates(null);

        await Manager().RefreshAsync("a token", default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.refreshes 1 auth.outcome=bad_token"]));
    }

    private DateTimeOffset Before(int seconds) => _time.GetUtcNow().AddSeconds(-seconds);

    private Session SomeSession() => Session.Open(_user.Id, null, null, _time.GetUtcNow(), _time.GetUtcNow().AddDays(1));

    private void Rotates(Rotation? rotation) =>
        _sessions.Setup(sessions => sessions.RotateAsync(
                It.IsAny<byte[]>(), It.IsAny<byte[]>(), It.IsAny<DateTimeOffset>(),
                It.IsAny<Func<Session, DateTimeOffset>>(), default))
            .ReturnsAsync(rotation);

    private SessionManager Manager()
    {
        var settings = Settings.Create();
        return new(
            _sessions.Object,
            Mock.Of<ITokenStrategy>(),
            new RefreshTokenCodec(settings),
            settings,
            _time,
            new RecordedEvents().Publisher,
            _metrics.Metrics);
    }
}
