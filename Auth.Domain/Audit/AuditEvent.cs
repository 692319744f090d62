namespace Auth.Domain.Audit;

/// <summary>A row of the audit trail. It outlives the users that it refers to.</summary>
public sealed class AuditEvent
{
    /// <summary>The row's number. Later rows have higher numbers.</summary>
    public long Id { get; init; }

    /// <summary>The time of the event, in UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The name of the event, see <see cref="Events.AccountEventKinds"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The user whose account the event is about; null if no user has the e-mail address of the request.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The user whose access token the request carried, if any.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Whether an operator caused the event with a command.</summary>
    public bool ByOperator { get; init; }

    /// <summary>The session that the event is about, if any.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The IP address of the client, if known.</summary>
    public string? IpAddress { get; init; }

    /// <summary>See <see cref="Events.AccountEvent.Detail"/>.</summary>
    public string? Detail { get; init; }
}
