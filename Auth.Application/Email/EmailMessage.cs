namespace Auth.Application.Email;

/// <summary>A message to one recipient, in plain text and in HTML.</summary>
/// <param name="To">The recipient's address.</param>
/// <param name="Subject">The subject, a single line.</param>
/// <param name="Text">The plain-text body.</param>
/// <param name="Html">The HTML body.</param>
public sealed record EmailMessage(string To, string Subject, string Text, string Html)
{
    /// <summary>The id of the message, which is the same for every attempt to deliver it.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>The time at which the message was requested, in UTC; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
