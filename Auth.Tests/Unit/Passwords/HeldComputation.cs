using System.Collections.Concurrent;

namespace Auth.Tests.Unit.Passwords;

/// <summary>A computation that does not end before it is released, and notes what it was asked for.</summary>
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
        // A test that fails before it releases must not wait for ever.
        _released.Wait(TimeSpan.FromSeconds(10));
        return [.. inputs.Select(input => new[] { (byte)input })];
    }

    /// <summary>Waits for the beginning of a batch that was not waited for yet.</summary>
    public async Task StartedAsync() =>
        Assert.That(await _started.WaitAsync(TimeSpan.FromSeconds(10)), "No batch has begun.");

    public void Release() => _released.Set();

    public void Dispose()
    {
        _released.Dispose();
        _started.Dispose();
    }
}
