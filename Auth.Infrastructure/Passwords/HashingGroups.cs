using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>The numbers of waiting inputs and of busy threads of each <see cref="HashingGroup"/>.</summary>
/// <remarks>The counts show whether a thread has work to do without traversing the queue.</remarks>
internal sealed class HashingGroups
{
    private readonly Dictionary<HashingGroup, int> _waiting = [];
    private readonly Dictionary<(string Pool, int WorkFactor), int> _threads = [];

    /// <summary>Whether there is a waiting input that another thread may compute.</summary>
    public bool AnyMayStart
    {
        get
        {
            foreach (var group in _waiting.Keys)
            {
                if (MayStart(group))
                    return true;
            }

            return false;
        }
    }

    /// <summary>Whether another thread may compute inputs of the group.</summary>
    public bool MayStart(HashingGroup group) => _threads.GetValueOrDefault(PoolOf(group)) < group.MaxThreads;

    /// <summary>Updates the number of waiting inputs of a group.</summary>
    public void AddWaiting(HashingGroup group, int change) => Add(_waiting, group, change);

    /// <summary>Updates the number of busy threads of a group.</summary>
    public void AddThread(HashingGroup group, int change) => Add(_threads, PoolOf(group), change);

    private static (string Pool, int WorkFactor) PoolOf(HashingGroup group) => (group.Pool ?? group.Algorithm, group.WorkFactor);

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int change)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count += change;
        if (count == 0)
            counts.Remove(key);
    }
}

/// <summary>A group of inputs that may be computed together.</summary>
/// <param name="Algorithm">The name of the algorithm in metrics and traces.</param>
/// <param name="WorkFactor">The work factor, or 0 for an algorithm that computes one input at a time.</param>
/// <param name="BatchSize">The maximum number of inputs that a thread computes at once.</param>
/// <param name="MaxThreads">The maximum number of threads that compute inputs of the group concurrently.</param>
/// <param name="Pool">The name under which several algorithms share <paramref name="MaxThreads"/>; null for none.</param>
internal readonly record struct HashingGroup(
    string Algorithm, int WorkFactor, int BatchSize, int MaxThreads, string? Pool = null);
