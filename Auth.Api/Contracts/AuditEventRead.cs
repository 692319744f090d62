using Auth.Domain.Audit;

namespace Auth.Api.Contracts;

/// <summary>An event of the audit trail, as superusers see it.</summary>
/// <param name="Id">Its number: a later event has a higher one.</param>
/// <param name="OccurredAt">When, in UTC (RFC 3339).</param>
/// <param name="Event">What happened.</param>
/// <param name="UserId">Whose account it is about; null where the address that was given is nobody's.</param>
/// <param name="ActorId">Whose access token it was done with, or null.</param>
/// <param name="ByOperator">Whether it was done by an operator's command.</param>
/// <param name="SessionId">The session that it is about, or null.</param>
/// <param name="IpAddress">Where the request came from, or null.</param>
/// <param name="Detail">An error's code, the names of changed members, or a count; or null.</param>
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
    /// <summary>What superusers see of <paramref name="happened"/>.</summary>
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
