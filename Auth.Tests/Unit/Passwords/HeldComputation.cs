using System.Collections.Concurrent;

namespace Auth.Tests.Unit.Passwords;

/// <summary>A computation that blocks until it is released and records its inputs.</summary>
internal sealed class HeldComputation : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly SemaphoreSlim _started = new(0);

    public ConcurrentQueue<int[]> Batches { get; } = [];

    public bool RanOnThreadPool { get; private set; }

    public byte[][] Compute(IReadOnlyList<int> inputs)
    {
        Batches.Enqueue([.. inputs]);
        RanOnThreadPool |= Thread.CurrentThread.IsThreadPoolThread;
        _started.Release();
        // A test that fails before the release must not block forever.
        _released.Wait(TimeSpan.FromSeconds(10));
        return [.. inputs.Select(input => new[] { (byte)input })];
    }

    /// <summary>Waits for the start of the next batch.</summary>
    public async Task StartedAsync() =>
        Assert.That(await _started.WaitAsync(TimeSpan.FromSeconds(10)), "No batch has started.");

    public void Release() => _released.Set();

    public void Dispose()
    {
        _released.Dispose();
        _started.Dispose();
    }
}
