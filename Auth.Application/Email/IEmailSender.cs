namespace Auth.Application.Email;

/// <summary>Delivers messages to a mail server or a folder.</summary>
public interface IEmailSender
{
    /// <summary>Makes one attempt to deliver a message.</summary>
    /// <exception cref="EmailDeliveryException">The message was not delivered.</exception>
    Task SendAsync(EmailMessage message, CancellationToken cancellationToken);
}
