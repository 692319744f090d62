using Auth.Application.Telemetry;
using Auth.Domain.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Application.Email;

/// <summary>
/// Sends the mails of the outbox. Every process runs one worker; a lease in the database gives each mail to one of them. A mail
/// whose process was killed is sent by another one when its lease has expired.
/// </summary>
public sealed class MailWorker(
    IServiceScopeFactory scopes,
    MailSignal signal,
    IOptions<AuthOptions> options,
    TimeProvider time,
    AuthMetrics metrics,
    ILogger<MailWorker> logger) : BackgroundService
{
    /// <summary>The number of mails sent at once. A slow mail server holds up these, not all mails.</summary>
    private const int Parallelism = 4;

    /// <summary>How often mails of other processes, and those to be sent again, are looked for.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    /// <summary>Starts the work after the response is sent, so that it does not slow the response down for known addresses.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(25);

    private int _waiting;

    /// <summary>Sends the mails that are due.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> SendDueAsync(CancellationToken cancellationToken)
    {
        var leased = await LeaseAsync(cancellationToken);
        await Task.WhenAll(leased.Select(mail => DeliverAsync(mail, cancellationToken)));
        return leased.Count > 0;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.ObserveQueue("mail_outbox", () => _waiting);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendDueAsync(stoppingToken))
                {
                    // More may be due.
                }

                await signal.WaitAsync(PollInterval, stoppingToken);
                await Task.Delay(Delay, stoppingToken);
            }
#pragma warning disable CA1031 // Whatever failed, a later attempt may succeed.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError("The mail outbox could not be read: {Exception}", exception.GetType().FullName);
            }
        }
    }

    private async Task<IReadOnlyList<OutboxMail>> LeaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IMailOutbox>();
        var now = time.GetUtcNow();

        // An attempt takes no longer than the server's timeout. The rest is for the database: see MailDelivery.
        var lease = TimeSpan.FromSeconds(options.Value.Email.Smtp.TimeoutSeconds + 10);
        var leased = await outbox.LeaseAsync(
            Parallelism, now, now + lease, now + MailDelivery.LongestPause, cancellationToken);
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
#pragma warning disable CA1031 // One mail that fails must not hold up the others. It is sent again when its lease has expired.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "A {Kind} mail could not be processed", mail.Kind);
        }
    }
}
