using System.Diagnostics;
using Auth.Application.Passwords;
using Auth.Application.Telemetry;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// A bounded queue of inputs to be hashed, served by threads that do nothing else: hashing never holds up the thread pool.
/// </summary>
/// <typeparam name="TInput">What one hash is computed from.</typeparam>
internal sealed class HashingQueue<TInput> : IDisposable
{
    private readonly Func<TInput, int> _group;
    private readonly Func<IReadOnlyList<TInput>, byte[][]> _compute;
    private readonly AuthMetrics _metrics;
    private readonly LinkedList<Job> _waiting = [];
    private readonly Thread[] _threads;
    private readonly TimeSpan _linger;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _idle, _running;
    private bool _closed;

    /// <summary>Starts the threads.</summary>
    /// <param name="settings">How many threads, how much may wait, and how much is computed at once.</param>
    /// <param name="group">Only inputs of one group are computed at once.</param>
    /// <param name="compute">Computes the digests of inputs of one group, in their order.</param>
    /// <param name="metrics">Is told how long inputs wait and take.</param>
    public HashingQueue(
        HashingQueueSettings settings,
        Func<TInput, int> group,
        Func<IReadOnlyList<TInput>, byte[][]> compute,
        AuthMetrics metrics)
    {
        (Settings, _group, _compute, _metrics, _running) = (settings, group, compute, metrics, settings.Threads);
        metrics.ObserveQueue(settings.Name, () => _waiting.Count);

        // A hundredth of the time that a full batch takes.
        _linger = settings.TimePerHash * settings.Threads * settings.BatchSize / 100;
        _threads = new Thread[settings.Threads];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new(Serve) { Name = $"{settings.Name}-{i + 1}", IsBackground = true };
            _threads[i].Start();
        }
    }

    /// <summary>The queue's dimensions.</summary>
    public HashingQueueSettings Settings { get; }

    /// <summary>Queues an input, and answers its digest when a thread has computed it.</summary>
    /// <exception cref="ServerBusyException">As many inputs are waiting as may.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled before a thread had taken it up.</exception>
    /// <exception cref="ObjectDisposedException">The service is shutting down.</exception>
    public async Task<byte[]> ComputeAsync(TInput input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = AuthActivities.Source.StartActivity("hash password");
        activity?.SetTag("auth.hash.algorithm", Settings.Name);
        try
        {
            var job = Enqueue(input);
            await using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(job, cancellationToken), null);
            var digest = await job.Value.Result.Task;
            activity?.SetTag("auth.hash.time_in_queue", job.Value.Wait.TotalSeconds);
            _metrics.RecordHash(Settings.Name, job.Value.Wait, job.Value.Duration);
            return digest;
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }
    }

    /// <summary>Takes no more inputs, and ends when those that were queued are computed.</summary>
    public Task CloseAsync()
    {
        lock (_waiting)
        {
            _closed = true;
            Monitor.PulseAll(_waiting);
        }

        return _drained.Task;
    }

    /// <summary>Takes no more inputs, and blocks until those that were queued are computed.</summary>
    public void Dispose()
    {
        _ = CloseAsync();
        foreach (var thread in _threads)
            thread.Join();
    }

    private LinkedListNode<Job> Enqueue(TInput input)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_waiting.Count >= Settings.MaxLength + _idle)
                throw new ServerBusyException(RetryAfter());
            var job = _waiting.AddLast(new Job(input));
            Monitor.PulseAll(_waiting);
            return job;
        }
    }

    private TimeSpan RetryAfter() =>
        TimeSpan.FromSeconds(Math.Ceiling((Settings.TimePerHash * (_waiting.Count + 1)).TotalSeconds));

    private void Withdraw(LinkedListNode<Job> job, CancellationToken cancellationToken)
    {
        lock (_waiting)
        {
            if (job.List is null)
                return;
            _waiting.Remove(job);
        }

        job.Value.Result.SetCanceled(cancellationToken);
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
                    job.Result.TrySetException(failure);
            }
        }

        if (Interlocked.Decrement(ref _running) == 0)
            _drained.SetResult();
    }

    private List<Job> Take()
    {
        lock (_waiting)
        {
            _idle++;
            do
            {
                while (_waiting.Count == 0 && !_closed)
                    Monitor.Wait(_waiting);
                Linger();
            }
            while (_waiting.Count == 0 && !_closed);

            // What is there is shared with the threads that have nothing to do either.
            var share = Math.Min(Settings.BatchSize, (_waiting.Count + _idle - 1) / _idle);
            _idle--;
            var batch = new List<Job>(Settings.BatchSize);
            for (var node = _waiting.First; node is not null && batch.Count < share;)
            {
                var next = node.Next;
                if (batch.Count == 0 || _group(node.Value.Input) == _group(batch[0].Input))
                {
                    batch.Add(node.Value);
                    _waiting.Remove(node);
                }

                node = next;
            }

            return batch;
        }
    }

    // Inputs come in bursts, and four take hardly longer than one: who waits a moment for the rest is done sooner with all. One
    // that comes alone waits for one moment, and a burst for no more than five.
    private void Linger()
    {
        var end = Environment.TickCount64 + (long)(5 * _linger).TotalMilliseconds;
        while (_waiting.Count > 0 && _waiting.Count < _idle * Settings.BatchSize && !_closed
            && Environment.TickCount64 < end && Monitor.Wait(_waiting, _linger))
        {
            // Another one has come.
        }
    }

    private sealed record Job(TInput Input)
    {
        private readonly long _queued = Stopwatch.GetTimestamp();

        public TaskCompletionSource<byte[]> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeSpan Wait { get; private set; }

        public TimeSpan Duration { get; private set; }

        public void Complete(byte[] digest, long taken, long done)
        {
            (Wait, Duration) = (Stopwatch.GetElapsedTime(_queued, taken), Stopwatch.GetElapsedTime(taken, done));
            Result.SetResult(digest);
        }
    }
}
