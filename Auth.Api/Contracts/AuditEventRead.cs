using Auth.Domain.Audit;

namespace Auth.Api.Contracts;

/// <summary>An event of the audit trail.</summary>
/// <param name="Id">The sequence number of the event. Later events have higher numbers.</param>
/// <param name="OccurredAt">The time of the event, in UTC (RFC 3339).</param>
/// <param name="Event">The kind of event.</param>
/// <param name="UserId">The id of the affected user; null if the given e-mail address is not registered.</param>
/// <param name="ActorId">The id of the user whose access token authorized the action, or null.</param>
/// <param name="ByOperator">Whether an operator performed the action with a command.</param>
/// <param name="SessionId">The id of the affected session, or null.</param>
/// <param name="IpAddress">The client's IP address, or null.</param>
/// <param name="Detail">An error code, the names of the changed members, or a count; or null.</param>
public sealed record AuditEventRead(
    long Id,
    DateTime OccurredAt,
    string Event,
    Guid? UserId,
    Guid? ActorId,
    bool ByOperator,
    Guid? SessionId,
    string? IpAddress,
    string? Detail)
{
    /// <summary>Converts <paramref name="happened"/> to its public representation.</summary>
    public static AuditEventRead From(AuditEvent happened) => new(
        happened.Id,
        happened.OccurredAt.UtcDateTime,
        happened.Name,
        happened.UserId,
        happened.ActorId,
        happened.ByOperator,
        happened.SessionId,
        happened.IpAddress,
        happened.Detail);
}

/// <summary>A page of the audit trail.</summary>
/// <param name="Items">The events, newest first.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
public sealed record AuditPage(IReadOnlyList<AuditEventRead> Items, string? NextCursor);
