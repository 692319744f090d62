using Auth.Application;
using Auth.Application.Audit;
using Auth.Domain.Events;
using Microsoft.Extensions.Logging;
using Moq;

namespace Auth.Tests.Unit.Audit;

/// <summary>Operators filter by the event ids, so the ids must not change.</summary>
public sealed class AuditLogTests
{
    [TestCase("login_succeeded", 1001, LogLevel.Information)]
    [TestCase("login_failed", 1002, LogLevel.Warning)]
    [TestCase("login_throttled", 1003, LogLevel.Warning)]
    [TestCase("session_ended", 1004, LogLevel.Information)]
    [TestCase("sessions_ended", 1005, LogLevel.Information)]
    [TestCase("refresh_token_reused", 1006, LogLevel.Warning)]
    [TestCase("current_password_failed", 1007, LogLevel.Warning)]
    [TestCase("user_registered", 1101, LogLevel.Information)]
    [TestCase("verification_requested", 1102, LogLevel.Information)]
    [TestCase("user_verified", 1103, LogLevel.Information)]
    [TestCase("reset_requested", 1104, LogLevel.Information)]
    [TestCase("password_reset", 1105, LogLevel.Information)]
    [TestCase("password_changed", 1106, LogLevel.Information)]
    [TestCase("email_changed", 1107, LogLevel.Information)]
    [TestCase("user_updated", 1108, LogLevel.Information)]
    [TestCase("user_deleted", 1109, LogLevel.Information)]
    [TestCase("email_recovered", 1110, LogLevel.Warning)]
    public void An_event_is_logged_with_its_id_and_level(string name, int id, LogLevel level)
    {
        var logger = new Mock<ILogger<AuditLog>>();

        new AuditLog(logger.Object).Write(EventNamed(name), new Caller());

        var written = logger.Invocations.Single(call => call.Method.Name == nameof(ILogger.Log)).Arguments;
        var number = (EventId)written[1];
        Assert.That((number.Id, number.Name, (LogLevel)written[0]), Is.EqualTo((id, name, level)));
    }

    private static AccountEvent EventNamed(string name)
    {
        var user = SomeUser.Create();
        AccountEvent[] events =
        [
            new LoginSucceeded(user, Guid.NewGuid()),
            new LoginFailed(user.Id, "LOGIN_BAD_CREDENTIALS"),
            new LoginThrottled(user.Id, DateTimeOffset.UnixEpoch),
            new SessionEnded(user.Id, Guid.NewGuid()),
            new SessionsEnded(user.Id, 3),
            new RefreshTokenReused(user.Id, Guid.NewGuid()),
            new CurrentPasswordFailed(user.Id, Guid.NewGuid()),
            new UserRegistered(user),
            new VerificationRequested(user),
            new UserVerified(user),
            new ResetRequested(user),
            new PasswordReset(user),
            new PasswordChanged(user, user),
            new EmailChanged(user, user, ByUser: true),
            new UserUpdated(user, user),
            new UserDeleted(user),
            new EmailRecovered(user, user),
        ];
        return events.Single(happened => happened.Kind.Name == name);
    }
}
