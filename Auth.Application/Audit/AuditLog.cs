using Auth.Domain.Events;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Audit;

/// <summary>
/// Writes a log entry for each event, with the event's number and name. The OWASP Logging Vocabulary defines the same events
/// with longer names.
/// </summary>
internal sealed class AuditLog(ILogger<AuditLog> logger)
{
    /// <summary>Writes the log entry of an event.</summary>
    public void Write(AccountEvent happened, Caller caller) => logger.Log(
        happened.Kind.IsWarning ? LogLevel.Warning : LogLevel.Information,
        new EventId(happened.Kind.Number, happened.Kind.Name),
        "{Event}: user {UserId} by {Actor} from {IpAddress}, session {SessionId}: {Detail}",
        happened.Kind.Name,
        happened.UserId,
        caller.IsOperator ? "operator" : caller.UserId?.ToString("D"),
        caller.IpAddress,
        happened.SessionId,
        happened.Detail);
}
