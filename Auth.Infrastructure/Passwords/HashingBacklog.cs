namespace Auth.Infrastructure.Passwords;

/// <summary>The inputs that wait for a thread of a <see cref="HashingQueue{TInput}"/>.</summary>
/// <remarks>Instances are not safe for concurrent use.</remarks>
internal sealed class HashingBacklog<TInput>
{
    private readonly FairQueue<HashingJob<TInput>> _waiting = new();
    private readonly HashingGroups _groups = new();

    /// <summary>The number of waiting inputs.</summary>
    public int Count => _waiting.Count;

    /// <summary>Whether there is a waiting input that another thread may compute.</summary>
    public bool AnyMayStart => _groups.AnyMayStart;

    /// <summary>Adds an input of a caller.</summary>
    public FairQueue<HashingJob<TInput>>.Entry Add(HashingJob<TInput> job, IReadOnlyList<string> caller)
    {
        _groups.AddWaiting(job.Group, 1);
        return _waiting.Enqueue(caller, job);
    }

    /// <summary>Removes an abandoned input. Returns false if a thread has taken it already.</summary>
    public bool TryRemove(FairQueue<HashingJob<TInput>>.Entry entry)
    {
        if (!_waiting.Remove(entry))
            return false;
        _groups.AddWaiting(entry.Item.Group, -1);
        return true;
    }

    /// <summary>Removes an input of the caller who holds the most, if the new caller holds less than its share.</summary>
    /// <returns>The removed input, or null.</returns>
    public HashingJob<TInput>? Displace(IReadOnlyList<string> caller)
    {
        if (!_waiting.TryDisplace(caller, out var displaced))
            return null;
        _groups.AddWaiting(displaced.Group, -1);
        return displaced;
    }

    /// <summary>Removes the first input in turn and more of its group. Counts one more busy thread for the group.</summary>
    /// <param name="share">The maximum number of inputs to take. The batch size of the group also applies.</param>
    public List<HashingJob<TInput>> Take(int share)
    {
        var batch = new List<HashingJob<TInput>>(share);
        if (!_waiting.TryDequeue(job => _groups.MayStart(job.Group), out var first))
            return batch;
        batch.Add(first);
        while (batch.Count < Math.Min(share, first.Group.BatchSize)
            && _waiting.TryDequeue(job => job.Group == first.Group, out var next))
        {
            batch.Add(next);
        }

        _groups.AddThread(first.Group, 1);
        _groups.AddWaiting(first.Group, -batch.Count);
        return batch;
    }

    /// <summary>Records that a thread has finished a batch of the group.</summary>
    public void Release(HashingGroup group) => _groups.AddThread(group, -1);
}

/// <summary>The dimensions of a <see cref="HashingQueue{TInput}"/>.</summary>
/// <param name="Name">The name of the queue in metrics, and the prefix of its thread names.</param>
/// <param name="Threads">The number of threads that serve the queue.</param>
/// <param name="MaxLength">The maximum number of waiting inputs.</param>
/// <param name="BatchSize">The maximum number of inputs that a thread takes at once.</param>
/// <param name="TimePerHash">The time between two results when all threads are busy. Determines Retry-After.</param>
internal sealed record HashingQueueSettings(string Name, int Threads, int MaxLength, int BatchSize, TimeSpan TimePerHash);
