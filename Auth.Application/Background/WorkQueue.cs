using System.Threading.Channels;
using Auth.Application.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Auth.Application.Background;

/// <summary>
/// Work that no request waits for: a bounded queue, and the service that does what is in it; at shutdown, all that is still
/// queued.
/// </summary>
/// <typeparam name="T">What there is to do, as <see cref="IWorkHandler{T}"/> does it.</typeparam>
public sealed class WorkQueue<T> : BackgroundService
{
    internal const int Capacity = 10_000;

    /// <summary>A mail server that answers slowly holds up this many items at once, not all of them.</summary>
    private const int Parallelism = 4;

    private readonly Channel<T> _channel = Channel.CreateBounded<T>(Capacity);
    private readonly IWorkHandler<T> _handler;

    /// <summary>Makes an empty queue; nothing is done before the service starts.</summary>
    public WorkQueue(IWorkHandler<T> handler, AuthMetrics metrics)
    {
        _handler = handler;
        metrics.ObserveQueue(handler.QueueName, () => _channel.Reader.Count);
    }

    /// <summary>The items, in the order they came.</summary>
    internal ChannelReader<T> Reader => _channel.Reader;

    /// <summary>
    /// Queues an item; when the queue is full, or the service is stopping, it is dropped, of which the handler tells.
    /// </summary>
    public void Enqueue(T item)
    {
        if (!_channel.Writer.TryWrite(item))
            _handler.Dropped(item, Capacity);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _channel.Writer.TryComplete();
        if (ExecuteTask is { } work)
            await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _channel.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stoppingToken },
        HandleAsync);

    private async ValueTask HandleAsync(T item, CancellationToken cancellationToken)
    {
        try
        {
            await _handler.HandleAsync(item, cancellationToken);
        }
#pragma warning disable CA1031 // One item that fails, for whatever reason, must not end the service.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _handler.Failed(item, exception);
        }
    }
}
