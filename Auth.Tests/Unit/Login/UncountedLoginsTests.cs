using Auth.Application;
using Auth.Application.Login;
using Auth.Application.Passwords;
using Auth.Application.Sessions;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth.Tests.Unit.Login;

public sealed class UncountedLoginsTests
{
    private static readonly Exception[] NoVerdicts =
        [new ServerBusyException(TimeSpan.FromSeconds(1)), new OperationCanceledException()];

    [TestCaseSource(nameof(NoVerdicts))]
    public async Task A_login_whose_password_was_not_verified_is_not_counted(Exception noVerdict)
    {
        await using var logins = new ThrottledLogins(new ThrottleOptions { MaxFailures = 1 });
        var hasher = new Mock<IPasswordHasher>();
        hasher.Setup(mock => mock.VerifyAsync("guess", null, It.IsAny<CancellationToken>())).ThrowsAsync(noVerdict);
        var (options, events) = (Options.Create(logins.Options), new RecordedEvents());
        var sessions = new SessionManager(
            Mock.Of<ISessionRepository>(), new Caller(), options, logins.Clock, events.UnitOfWork, events.Publisher);
        using var rehasher = new PasswordRehasher(
            Mock.Of<IServiceScopeFactory>(), TimeProvider.System, RecordedMetrics.None, NullLogger<PasswordRehasher>.Instance);
        var authenticator = new UserAuthenticator(
            Mock.Of<IUserRepository>(), hasher.Object, rehasher, logins.Throttle,
            new LoginService(sessions, logins.Throttle, NoSecondFactors.Gate, events.UnitOfWork, events.Publisher, options), new Caller(), RecordedMetrics.None);

        Assert.CatchAsync(() => authenticator.AuthenticateAsync("nick@example.com", "guess", null, null, default));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }
}
