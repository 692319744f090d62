namespace Auth.Domain.Audit;

/// <summary>The audit trail. Rows are never changed.</summary>
public interface IAuditRepository
{
    /// <summary>Adds a row to the current unit of work.</summary>
    void Add(AuditEvent row);

    /// <summary>Returns the rows that match, newest first.</summary>
    /// <param name="filter">The rows to return.</param>
    /// <param name="before">Returns only rows with a lower number; null for the first page.</param>
    /// <param name="limit">The maximum number of rows.</param>
    Task<IReadOnlyList<AuditEvent>> ListAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken);
}

/// <summary>Selects rows that match every condition that is not null.</summary>
/// <param name="UserId">The user whose account the rows are about.</param>
/// <param name="Name">The name of the event.</param>
public sealed record AuditFilter(Guid? UserId, string? Name);
