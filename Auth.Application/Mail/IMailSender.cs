namespace Auth.Application.Mail;

/// <summary>Delivers messages to a mail server or a folder.</summary>
public interface IMailSender
{
    /// <summary>Makes one attempt to deliver a message.</summary>
    /// <exception cref="EmailDeliveryException">The message was not delivered.</exception>
    Task SendAsync(EmailMessage message, CancellationToken cancellationToken);
}

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

/// <summary>A failed attempt to deliver a message. The exception contains the cause, but never the recipient.</summary>
/// <param name="message">The cause, without text from the mail server, which may contain the recipient's address.</param>
/// <param name="isPermanent">Whether another attempt would fail in the same way.</param>
/// <param name="innerException">The cause, if its text cannot contain an address.</param>
public sealed class EmailDeliveryException(string message, bool isPermanent, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether another attempt would fail in the same way.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
