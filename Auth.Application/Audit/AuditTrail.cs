using Auth.Domain.Audit;

namespace Auth.Application.Audit;

/// <summary>Reads the audit trail for superusers.</summary>
public sealed class AuditTrail(IAuditRepository rows)
{
    /// <summary>Returns the events that match, newest first.</summary>
    /// <param name="filter">The events to return.</param>
    /// <param name="before">Returns only events with a lower number; null for the first page.</param>
    /// <param name="limit">The maximum number of events.</param>
    public Task<IReadOnlyList<AuditEvent>> ListAsync(
        AuditFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        rows.ListAsync(filter, before, limit, cancellationToken);
}
