using System.Collections.Concurrent;

namespace Auth.Tests.Unit.Passwords;

/// <summary>A computation that does not end before it is released, and notes what it was asked for.</summary>
internal sealed class HeldComputation : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<int[]> Batches { get; } = [];

    public bool RanOnThreadPool { get; private set; }

    public byte[][] Compute(IReadOnlyList<int> inputs)
    {
        Batches.Enqueue([.. inputs]);
        RanOnThreadPool |= Thread.CurrentThread.IsThreadPoolThread;
        _started.TrySetResult();
        // A test that fails before it releases must not wait for ever.
        _released.Wait(TimeSpan.FromSeconds(10));
        return [.. inputs.Select(input => new[] { (byte)input })];
    }

    public Task StartedAsync() => _started.Task;

    public void Release() => _released.Set();

    public void Dispose() => _released.Dispose();
}
