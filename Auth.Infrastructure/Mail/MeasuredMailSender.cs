using System.Diagnostics;
using Auth.Application.Mail;
using Auth.Application.Metrics;

namespace Auth.Infrastructure.Mail;

/// <summary>Counts the mails of another sender, and records a span for each.</summary>
internal sealed class MeasuredMailSender(IMailSender sender, AuthMetrics metrics) : IMailSender
{
    /// <inheritdoc/>
    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        using var activity = AuthActivities.Source.StartActivity("send mail", ActivityKind.Client);
        try
        {
            await sender.SendAsync(message, cancellationToken);
            metrics.CountMail(Outcome.Sent);
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }
    }
}
