namespace Auth.Api.Contracts;

/// <summary>A page of the audit trail.</summary>
/// <param name="Items">The events, newest first.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
public sealed record AuditPage(IReadOnlyList<AuditEventRead> Items, string? NextCursor);
