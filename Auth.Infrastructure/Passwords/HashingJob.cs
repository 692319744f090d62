using System.Diagnostics;

namespace Auth.Infrastructure.Passwords;

/// <summary>An input in a <see cref="HashingQueue{TInput}"/> with its future digest.</summary>
internal sealed class HashingJob<TInput>(TInput input, HashingGroup group)
{
    private readonly long _queued = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<byte[]> _digest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TInput Input { get; } = input;

    public HashingGroup Group { get; } = group;

    /// <summary>Completes with the digest, or with the exception.</summary>
    public Task<byte[]> Digest => _digest.Task;

    /// <summary>The time in the queue.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>The computation time.</summary>
    public TimeSpan Duration { get; private set; }

    public void Complete(byte[] digest, long taken, long done)
    {
        (Wait, Duration) = (Stopwatch.GetElapsedTime(_queued, taken), Stopwatch.GetElapsedTime(taken, done));
        _digest.SetResult(digest);
    }

    public void Fail(Exception exception) => _digest.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _digest.TrySetCanceled(cancellationToken);
}
