namespace Auth.Application.Email;

/// <summary>Delivers a message to a mail server, or wherever messages go.</summary>
public interface IEmailSender
{
    /// <summary>Delivers <paramref name="message"/>, trying again as often as is sensible.</summary>
    /// <exception cref="EmailDeliveryException">The message was not delivered, and will not be tried again.</exception>
    Task SendAsync(EmailMessage message, CancellationToken cancellationToken);
}
