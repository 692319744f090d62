namespace Auth.Domain.Audit;

/// <summary>Selects rows that match every condition that is not null.</summary>
/// <param name="UserId">The user whose account the rows are about.</param>
/// <param name="Name">The name of the event.</param>
public sealed record AuditFilter(Guid? UserId, string? Name);
