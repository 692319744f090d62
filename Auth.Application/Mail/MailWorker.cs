using Auth.Application.Metrics;
using Auth.Domain.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Application.Mail;

/// <summary>
/// Sends the mails of the outbox. Every process runs one worker. A lease in the database assigns each mail to one worker. If a
/// process is killed, another process sends its mails after their leases have expired.
/// </summary>
public sealed class MailWorker(
    IServiceScopeFactory scopes,
    MailSignal signal,
    IOptions<AuthOptions> options,
    TimeProvider time,
    AuthMetrics metrics,
    ILogger<MailWorker> logger) : BackgroundService
{
    /// <summary>The number of mails that are sent at once. A slow mail server delays these mails, not all mails.</summary>
    private const int Parallelism = 4;

    /// <summary>The interval between reads of the outbox, which find mails of other processes and mails to retry.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    /// <summary>The delay before the work, so that it does not slow down the responses for registered addresses.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// The time after the start in which only first attempts are made. A process that crashes repeatedly would otherwise repeat
    /// a mail at every start, if the crash comes between the mail server's acceptance and its record.
    /// </summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private int _waiting;

    /// <summary>Sends the mails that are due.</summary>
    /// <returns>Whether any mail was due.</returns>
    public async Task<bool> SendDueAsync(bool includeRetries, CancellationToken cancellationToken)
    {
        var leased = await LeaseAsync(includeRetries, cancellationToken);
        await Task.WhenAll(leased.Select(mail => DeliverAsync(mail, cancellationToken)));
        return leased.Count > 0;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var startedAt = time.GetTimestamp();
        metrics.ObserveQueue("mail_outbox", () => _waiting);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendDueAsync(time.GetElapsedTime(startedAt) >= RetryDelay, stoppingToken))
                {
                    // More mails may be due.
                }

                await signal.WaitAsync(PollInterval, stoppingToken);
                await Task.Delay(Delay, stoppingToken);
            }
#pragma warning disable CA1031 // A later attempt may succeed after any failure.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError("The mail outbox could not be read: {Exception}", exception.GetType().FullName);
            }
        }
    }

    private async Task<IReadOnlyList<OutboxMail>> LeaseAsync(bool includeRetries, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IMailOutbox>();
        var now = time.GetUtcNow();

        // An attempt takes no longer than the mail server's timeout. The remaining time is for the database: see MailDelivery.
        var lease = TimeSpan.FromSeconds(options.Value.Email.Smtp.TimeoutSeconds + 10);
        var leased = await outbox.LeaseAsync(
            Parallelism, includeRetries, now, now + lease, now + MailDelivery.LongestPause, cancellationToken);
        _waiting = leased.Count < Parallelism ? 0 : await outbox.CountAsync(MailRequests.MaxWaiting, cancellationToken);
        return leased;
    }

    private async Task DeliverAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MailDelivery>().DeliverAsync(mail, cancellationToken);
        }
#pragma warning disable CA1031 // A failed mail must not delay the others. It is sent again after its lease has expired.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "A {Kind} mail could not be processed", mail.Kind);
        }
    }
}
