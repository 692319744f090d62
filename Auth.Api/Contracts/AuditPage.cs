namespace Auth.Api.Contracts;

/// <summary>A page of the audit trail.</summary>
/// <param name="Items">The events, the newest first.</param>
/// <param name="NextCursor">What to ask for the next page with; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEventRead> Items, string? NextCursor);
