namespace Auth.Domain.Audit;

/// <summary>Something that matters to the security of an account and has happened. It outlives the users that it names.</summary>
public sealed class AuditEvent
{
    /// <summary>Its number, given when it is stored: a later one has a higher number.</summary>
    public long Id { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>What happened: one of <see cref="AuditEventName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose account it is about; null where the address that was given is nobody's.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Whose access token it was done with; null where none came with the request.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Whether it was done by an operator's command.</summary>
    public bool ByOperator { get; init; }

    /// <summary>The session that it is about.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Where the request came from; null when that is not known.</summary>
    public string? IpAddress { get; init; }

    /// <summary>What there is to say besides, see <see cref="AuditEventName"/>; never an address, a password or a token.</summary>
    public string? Detail { get; init; }
}
