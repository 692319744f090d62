using System.Diagnostics;
using Auth.Application;
using Auth.Application.Metrics;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// A bounded queue of inputs to hash, served by dedicated threads so that hashing never blocks the thread pool. Callers are
/// served in turn: a flood from one network delays that network only, and cannot fill the queue against others.
/// </summary>
/// <typeparam name="TInput">The type of the inputs.</typeparam>
internal sealed class HashingQueue<TInput> : IDisposable
{
    private readonly Func<TInput, HashingGroup> _group;
    private readonly Func<IReadOnlyList<TInput>, byte[][]> _compute;
    private readonly AuthMetrics _metrics;
    private readonly HashingBacklog<TInput> _waiting = new();
    private readonly Thread[] _threads;
    private readonly TimeSpan _linger;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _idle, _running;
    private bool _closed;

    /// <summary>Starts the threads.</summary>
    /// <param name="settings">The dimensions of the queue.</param>
    /// <param name="group">Returns the group of an input. Only inputs of the same group are computed together.</param>
    /// <param name="compute">Computes the digests of inputs of one group, in input order.</param>
    /// <param name="metrics">Records the queue length, the waiting times and the computation times.</param>
    public HashingQueue(
        HashingQueueSettings settings,
        Func<TInput, HashingGroup> group,
        Func<IReadOnlyList<TInput>, byte[][]> compute,
        AuthMetrics metrics)
    {
        (Settings, _group, _compute, _metrics, _running) = (settings, group, compute, metrics, settings.Threads);
        metrics.ObserveQueue(settings.Name, () => Length);

        // A hundredth of the computation time of a full batch.
        _linger = settings.TimePerHash * settings.Threads * settings.BatchSize / 100;
        _threads = new Thread[settings.Threads];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new(Serve) { Name = $"{settings.Name}-{i + 1}", IsBackground = true };
            _threads[i].Start();
        }
    }

    /// <summary>The dimensions of the queue.</summary>
    public HashingQueueSettings Settings { get; }

    /// <summary>The number of inputs that wait for a thread.</summary>
    public int Length => _waiting.Count;

    /// <summary>
    /// Queues an input and returns its digest when a thread has computed it. Callers, which are paths of a
    /// <see cref="FairQueue{T}"/>, are served in turn.
    /// </summary>
    /// <exception cref="ServerBusyException">The queue is full, and the caller already holds its share.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled before a thread took the input.</exception>
    /// <exception cref="ObjectDisposedException">The service is shutting down.</exception>
    public async Task<byte[]> ComputeAsync(TInput input, IReadOnlyList<string> caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var job = new HashingJob<TInput>(input, _group(input));
        using var activity = AuthActivities.Source.StartActivity("hash password");
        activity?.SetTag("auth.hash.algorithm", job.Group.Algorithm);
        try
        {
            var entry = Enqueue(job, caller);
            await using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(entry, cancellationToken), null);
            var digest = await job.Digest;
            activity?.SetTag("auth.hash.time_in_queue", job.Wait.TotalSeconds);
            _metrics.RecordHash(job.Group.Algorithm, job.Wait, job.Duration);
            return digest;
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }
    }

    /// <summary>Rejects new inputs, and completes when all queued inputs are computed.</summary>
    public Task CloseAsync()
    {
        lock (_waiting)
        {
            _closed = true;
            Monitor.PulseAll(_waiting);
        }

        return _drained.Task;
    }

    /// <summary>Rejects new inputs, and blocks until all queued inputs are computed.</summary>
    public void Dispose()
    {
        _ = CloseAsync();
        foreach (var thread in _threads)
            thread.Join();
    }

    private FairQueue<HashingJob<TInput>>.Entry Enqueue(HashingJob<TInput> job, IReadOnlyList<string> caller)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_waiting.Count >= Settings.MaxLength + _idle)
            {
                var busy = new ServerBusyException(RetryAfter());
                var displaced = _waiting.Displace(caller) ?? throw busy;
                displaced.Fail(busy);
            }

            var entry = _waiting.Add(job, caller);
            Monitor.PulseAll(_waiting);
            return entry;
        }
    }

    private TimeSpan RetryAfter() =>
        TimeSpan.FromSeconds(Math.Ceiling((Settings.TimePerHash * (_waiting.Count + 1)).TotalSeconds));

    private void Withdraw(FairQueue<HashingJob<TInput>>.Entry entry, CancellationToken cancellationToken)
    {
        lock (_waiting)
        {
            if (!_waiting.TryRemove(entry))
                return;
        }

        entry.Item.Cancel(cancellationToken);
    }

    private void Serve()
    {
        HashingPriority.Lower();
        while (Take() is { Count: > 0 } batch)
        {
            var taken = Stopwatch.GetTimestamp();
            try
            {
                var digests = _compute([.. batch.Select(job => job.Input)]);
                var done = Stopwatch.GetTimestamp();
                for (var i = 0; i < batch.Count; i++)
                    batch[i].Complete(digests[i], taken, done);
            }
            catch (Exception failure)
            {
                foreach (var job in batch)
                    job.Fail(failure);
            }

            lock (_waiting)
            {
                _waiting.Release(batch[0].Group);
                Monitor.PulseAll(_waiting);
            }
        }

        if (Interlocked.Decrement(ref _running) == 0)
            _drained.SetResult();
    }

    private List<HashingJob<TInput>> Take()
    {
        lock (_waiting)
        {
            _idle++;
            do
            {
                while (!_waiting.AnyMayStart && !IsDrained)
                    Monitor.Wait(_waiting);
                Linger();
            }
            while (!_waiting.AnyMayStart && !IsDrained);

            // Divides the waiting inputs among the idle threads.
            var share = Math.Min(Settings.BatchSize, (_waiting.Count + _idle - 1) / _idle);
            _idle--;
            return _waiting.Take(share);
        }
    }

    private bool IsDrained => _closed && _waiting.Count == 0;

    // Inputs arrive in bursts, and four take hardly longer than one, so a short wait for the rest of a burst saves time. The
    // wait is one interval for a single input, and at most five for a burst.
    private void Linger()
    {
        var end = Environment.TickCount64 + (long)(5 * _linger).TotalMilliseconds;
        while (_waiting.Count > 0 && _waiting.Count < _idle * Settings.BatchSize && !_closed
            && Environment.TickCount64 < end && Monitor.Wait(_waiting, _linger))
        {
            // Another input arrived during the interval.
        }
    }
}
