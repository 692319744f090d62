using Auth.Application.Events;
using Auth.Domain.Audit;
using Auth.Domain.Events;
using Microsoft.Extensions.Options;

namespace Auth.Application.Audit;

/// <summary>Writes events to the audit trail and to the log.</summary>
internal sealed class AuditListener(
    Caller caller, AuditLog log, RecordedWaits waits, IAuditRepository trail, IOptions<AuthOptions> options,
    TimeProvider time) : IAccountEventListener
{
    private LoginThrottled? _stored;

    public Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken)
    {
        if (options.Value.Audit.Enabled && (happened is not LoginThrottled throttled || IsFirst(throttled)))
            trail.Add(RowOf(happened));

        return Task.CompletedTask;
    }

    public Task CommittedAsync(AccountEvent happened)
    {
        log.Write(happened, caller);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Whether this is the first login that is refused during a delay. Only the first is stored: further ones cost an attacker
    /// nothing and could fill the table.
    /// </summary>
    private bool IsFirst(LoginThrottled throttled)
    {
        // After a transient failure, the unit of work runs again and stores the same event.
        if (ReferenceEquals(throttled, _stored))
            return true;
        if (!waits.TryAdd(throttled.UserId, throttled.Until))
            return false;
        _stored = throttled;
        return true;
    }

    private AuditEvent RowOf(AccountEvent happened) => new()
    {
        OccurredAt = time.GetUtcNow(),
        Name = happened.Kind.Name,
        UserId = happened.UserId,
        ActorId = caller.UserId,
        ByOperator = caller.IsOperator,
        SessionId = happened.SessionId,
        IpAddress = caller.IpAddress,
        Detail = happened.Detail,
    };
}
