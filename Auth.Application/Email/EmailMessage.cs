namespace Auth.Application.Email;

/// <summary>A message to one person, in plain text and in HTML.</summary>
/// <param name="To">The recipient's address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain-text body.</param>
/// <param name="Html">The HTML body.</param>
public sealed record EmailMessage(string To, string Subject, string Text, string Html)
{
    /// <summary>Identifies the message: the same for every attempt to deliver it.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>The time at which the message was requested, in UTC; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
