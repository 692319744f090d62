using Auth.Domain.Audit;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Audit;

/// <summary>
/// Writes a line of the log for each event, with a number that stays. The names are those of the trail; the OWASP Logging
/// Vocabulary has the same events under longer ones.
/// </summary>
internal sealed partial class AuditLog(ILogger<AuditLog> logger)
{
    private const string Who = ": user {UserId} by {Actor} from {IpAddress}";

    /// <summary>Writes the line of an event.</summary>
    public void Write(AuditEvent happened)
    {
        var (user, from, session, detail) = (happened.UserId, happened.IpAddress, happened.SessionId, happened.Detail);
        var actor = happened.ByOperator ? "operator" : happened.ActorId?.ToString("D");
        switch (happened.Name)
        {
            case AuditEventName.LoginSucceeded: LoginSucceeded(user, actor, from, session); break;
            case AuditEventName.LoginFailed: LoginFailed(user, actor, from, detail); break;
            case AuditEventName.LoginThrottled: LoginThrottled(user, actor, from); break;
            case AuditEventName.UserRegistered: UserRegistered(user, actor, from, detail); break;
            case AuditEventName.VerificationRequested: VerificationRequested(user, actor, from); break;
            case AuditEventName.UserVerified: UserVerified(user, actor, from); break;
            case AuditEventName.ResetRequested: ResetRequested(user, actor, from); break;
            case AuditEventName.PasswordReset: PasswordReset(user, actor, from); break;
            case AuditEventName.PasswordChanged: PasswordChanged(user, actor, from); break;
            case AuditEventName.EmailChanged: EmailChanged(user, actor, from); break;
            case AuditEventName.SessionEnded: SessionEnded(user, actor, from, session); break;
            case AuditEventName.SessionsEnded: SessionsEnded(user, actor, from, detail); break;
            case AuditEventName.RefreshTokenReused: RefreshTokenReused(user, actor, from, session); break;
            case AuditEventName.UserUpdated: UserUpdated(user, actor, from, detail); break;
            case AuditEventName.UserDeleted: UserDeleted(user, actor, from); break;
            default: throw new ArgumentException($"There is no event {happened.Name}.", nameof(happened));
        }
    }

    [LoggerMessage(1001, LogLevel.Information, AuditEventName.LoginSucceeded + Who + ": session {SessionId}",
        EventName = AuditEventName.LoginSucceeded)]
    private partial void LoginSucceeded(Guid? userId, string? actor, string? ipAddress, Guid? sessionId);

    [LoggerMessage(1002, LogLevel.Warning, AuditEventName.LoginFailed + Who + ": {Detail}",
        EventName = AuditEventName.LoginFailed)]
    private partial void LoginFailed(Guid? userId, string? actor, string? ipAddress, string? detail);

    [LoggerMessage(1003, LogLevel.Warning, AuditEventName.LoginThrottled + Who, EventName = AuditEventName.LoginThrottled)]
    private partial void LoginThrottled(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1004, LogLevel.Information, AuditEventName.SessionEnded + Who + ": session {SessionId}",
        EventName = AuditEventName.SessionEnded)]
    private partial void SessionEnded(Guid? userId, string? actor, string? ipAddress, Guid? sessionId);

    [LoggerMessage(1005, LogLevel.Information, AuditEventName.SessionsEnded + Who + ": {Detail}",
        EventName = AuditEventName.SessionsEnded)]
    private partial void SessionsEnded(Guid? userId, string? actor, string? ipAddress, string? detail);

    [LoggerMessage(1006, LogLevel.Warning, AuditEventName.RefreshTokenReused + Who + ": session {SessionId} is ended",
        EventName = AuditEventName.RefreshTokenReused)]
    private partial void RefreshTokenReused(Guid? userId, string? actor, string? ipAddress, Guid? sessionId);

    [LoggerMessage(1101, LogLevel.Information, AuditEventName.UserRegistered + Who + ": {Detail}",
        EventName = AuditEventName.UserRegistered)]
    private partial void UserRegistered(Guid? userId, string? actor, string? ipAddress, string? detail);

    [LoggerMessage(1102, LogLevel.Information, AuditEventName.VerificationRequested + Who,
        EventName = AuditEventName.VerificationRequested)]
    private partial void VerificationRequested(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1103, LogLevel.Information, AuditEventName.UserVerified + Who, EventName = AuditEventName.UserVerified)]
    private partial void UserVerified(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1104, LogLevel.Information, AuditEventName.ResetRequested + Who,
        EventName = AuditEventName.ResetRequested)]
    private partial void ResetRequested(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1105, LogLevel.Information, AuditEventName.PasswordReset + Who, EventName = AuditEventName.PasswordReset)]
    private partial void PasswordReset(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1106, LogLevel.Information, AuditEventName.PasswordChanged + Who,
        EventName = AuditEventName.PasswordChanged)]
    private partial void PasswordChanged(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1107, LogLevel.Information, AuditEventName.EmailChanged + Who, EventName = AuditEventName.EmailChanged)]
    private partial void EmailChanged(Guid? userId, string? actor, string? ipAddress);

    [LoggerMessage(1108, LogLevel.Information, AuditEventName.UserUpdated + Who + ": {Detail}",
        EventName = AuditEventName.UserUpdated)]
    private partial void UserUpdated(Guid? userId, string? actor, string? ipAddress, string? detail);

    [LoggerMessage(1109, LogLevel.Information, AuditEventName.UserDeleted + Who, EventName = AuditEventName.UserDeleted)]
    private partial void UserDeleted(Guid? userId, string? actor, string? ipAddress);
}
