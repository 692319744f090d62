using Auth.Application.Audit;
using Auth.Domain.Audit;
using Microsoft.Extensions.Logging;
using Moq;

namespace Auth.Tests.Unit.Audit;

/// <summary>Operators filter by these numbers: they stay.</summary>
public sealed class AuditLogTests
{
    [TestCase("login_succeeded", 1001, LogLevel.Information)]
    [TestCase("login_failed", 1002, LogLevel.Warning)]
    [TestCase("login_throttled", 1003, LogLevel.Warning)]
    [TestCase("session_ended", 1004, LogLevel.Information)]
    [TestCase("sessions_ended", 1005, LogLevel.Information)]
    [TestCase("refresh_token_reused", 1006, LogLevel.Warning)]
    [TestCase("user_registered", 1101, LogLevel.Information)]
    [TestCase("verification_requested", 1102, LogLevel.Information)]
    [TestCase("user_verified", 1103, LogLevel.Information)]
    [TestCase("reset_requested", 1104, LogLevel.Information)]
    [TestCase("password_reset", 1105, LogLevel.Information)]
    [TestCase("password_changed", 1106, LogLevel.Information)]
    [TestCase("email_changed", 1107, LogLevel.Information)]
    [TestCase("user_updated", 1108, LogLevel.Information)]
    [TestCase("user_deleted", 1109, LogLevel.Information)]
    public void An_event_has_its_number_and_its_level(string name, int id, LogLevel level)
    {
        var logger = new Mock<ILogger<AuditLog>>();
        logger.Setup(log => log.IsEnabled(It.IsAny<LogLevel>())).Returns(true);

        new AuditLog(logger.Object).Write(new AuditEvent { OccurredAt = default, Name = name });

        var written = logger.Invocations.Single(call => call.Method.Name == nameof(ILogger.Log)).Arguments;
        var number = (EventId)written[1];
        Assert.Multiple(() =>
        {
            Assert.That(AuditEventName.IsKnown(name));
            Assert.That((number.Id, number.Name, (LogLevel)written[0]), Is.EqualTo((id, name, level)));
        });
    }

    [Test]
    public void An_unknown_event_is_a_mistake()
    {
        var log = new AuditLog(Mock.Of<ILogger<AuditLog>>());

        Assert.That(() => log.Write(new AuditEvent { OccurredAt = default, Name = "something" }), Throws.ArgumentException);
    }
}
