using Auth.Application.Email;
using Auth.Application.Telemetry;
using Microsoft.Extensions.Logging;

namespace Auth.Infrastructure.Email;

/// <summary>Stands where no way of sending mail is configured: says so for each message, and drops it.</summary>
internal sealed class NoEmailSender(AuthMetrics metrics, ILogger<NoEmailSender> logger) : IEmailSender
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
