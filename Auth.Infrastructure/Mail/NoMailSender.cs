using Auth.Application.Mail;
using Auth.Application.Metrics;
using Microsoft.Extensions.Logging;

namespace Auth.Infrastructure.Mail;

/// <summary>Drops each message with a warning. Used when mail is not configured.</summary>
internal sealed class NoMailSender(AuthMetrics metrics, ILogger<NoMailSender> logger) : IMailSender
{
    /// <inheritdoc/>
    public Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        logger.LogWarning(
            "A message was not sent: mail is not configured. "
            + "Set Auth:Email:Smtp:Host, or Auth:Email:PickupFolder to write mail to files");
        metrics.CountMail(Outcome.Dropped);
        return Task.CompletedTask;
    }
}
