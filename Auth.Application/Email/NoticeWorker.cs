using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Email;

/// <summary>Sends the notices; at shutdown, all that are still queued.</summary>
public sealed class NoticeWorker(NoticeQueue queue, IEmailSender sender, ILogger<NoticeWorker> logger) : BackgroundService
{
    /// <summary>A mail server that answers slowly holds up this many notices at once, not all of them.</summary>
    private const int Parallelism = 4;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        if (ExecuteTask is { } work)
            await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        queue.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stoppingToken },
        SendAsync);

    private async ValueTask SendAsync(EmailMessage notice, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(notice, cancellationToken);
        }
#pragma warning disable CA1031 // One notice that fails, for whatever reason, must not end the worker.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "A notice was not sent");
        }
    }
}
