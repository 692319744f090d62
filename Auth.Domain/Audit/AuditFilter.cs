namespace Auth.Domain.Audit;

/// <summary>Which events to list: those that match every condition that is not null.</summary>
/// <param name="UserId">Whose account they are about.</param>
/// <param name="Name">What happened: one of <see cref="AuditEventName"/>.</param>
public sealed record AuditFilter(Guid? UserId, string? Name);
