namespace Auth.Domain.Audit;

/// <summary>The audit trail: what has happened is added to it and read from it, and never changed.</summary>
public interface IAuditRepository
{
    /// <summary>Adds events, all of them or none.</summary>
    Task AddAsync(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);

    /// <summary>The events that match, the newest first.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="before">The number that the page begins before; null for the first page.</param>
    /// <param name="limit">The most events to return.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AuditEvent>> ListAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken);
}
