using Auth.Application;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Sessions;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Sessions;

public sealed class SessionRefresherTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_concurrent_replays_only_the_one_that_revokes_the_session_publishes_an_event(bool ends)
    {
        var time = new FakeTimeProvider();
        var now = time.GetUtcNow();
        Assert.That(EmailAddress.TryParse("nick@example.com", out var email, out _));
        var user = User.Create(email!, "hash");
        var session = Session.Open(user.Id, null, null, now, now.AddDays(1));
        var sessions = new Mock<ISessionRepository>();
        sessions.Setup(repository => repository.FindRefreshTokenAsync(It.IsAny<byte[]>(), now, default))
            .ReturnsAsync(new IssuedRefreshToken(user, session, now.AddMinutes(-1)));
        sessions.Setup(repository => repository.EndAsync(user.Id, session.Id, now, default)).ReturnsAsync(ends);
        var events = new RecordedEvents();
        var options = Options.Create(new AuthOptions { Jwt = { Secret = new string('s', JwtOptions.ShortestSecret) } });
        var refresher = new SessionRefresher(
            sessions.Object,
            new SessionManager(sessions.Object, new Caller(), options, time, events.UnitOfWork, events.Publisher),
            new RefreshTokenCodec(options),
            options,
            time,
            events.UnitOfWork,
            events.Publisher,
            RecordedMetrics.None);

        await refresher.RefreshAsync("a token", Mock.Of<ITokenStrategy>(), default);

        Assert.That(events.All, Is.EqualTo(ends ? [new RefreshTokenReused(user.Id, session.Id)] : Array.Empty<AccountEvent>()));
    }
}
