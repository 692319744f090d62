using Auth.Application.Background;
using Auth.Application.Telemetry;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Email;

/// <summary>
/// Sends the notices. They do not stand in line with the mails that strangers may ask for, who could otherwise keep a notice
/// from its owner by asking often.
/// </summary>
internal sealed class NoticeHandler(IEmailSender sender, AuthMetrics metrics, ILogger<NoticeHandler> logger)
    : IWorkHandler<EmailMessage>
{
    public string QueueName => "notices";

    public Task HandleAsync(EmailMessage item, CancellationToken cancellationToken) => sender.SendAsync(item, cancellationToken);

    public void Dropped(EmailMessage item, int capacity)
    {
        logger.LogError("A notice was dropped: {Capacity} are waiting, or the service is stopping", capacity);
        metrics.CountMail(Outcome.Dropped);
    }

    public void Failed(EmailMessage item, Exception exception) => logger.LogError(exception, "A notice was not sent");
}
