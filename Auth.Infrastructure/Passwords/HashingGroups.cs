using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>The numbers of waiting inputs and of busy threads of each <see cref="HashingGroup"/>.</summary>
/// <remarks>The counts show whether a thread has work to do without traversing the queue.</remarks>
internal sealed class HashingGroups
{
    private readonly Dictionary<HashingGroup, int> _waiting = [];
    private readonly Dictionary<HashingGroup, int> _threads = [];

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
    public bool MayStart(HashingGroup group) => _threads.GetValueOrDefault(group) < group.MaxThreads;

    /// <summary>Updates the number of waiting inputs of a group.</summary>
    public void AddWaiting(HashingGroup group, int change) => Add(_waiting, group, change);

    /// <summary>Updates the number of busy threads of a group.</summary>
    public void AddThread(HashingGroup group, int change) => Add(_threads, group, change);

    private static void Add(Dictionary<HashingGroup, int> counts, HashingGroup group, int change)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, group, out _);
        count += change;
        if (count == 0)
            counts.Remove(group);
    }
}

/// <summary>A group of inputs that may be computed together.</summary>
/// <param name="Algorithm">The name of the algorithm in metrics and traces.</param>
/// <param name="WorkFactor">The work factor, or 0 for an algorithm that computes one input at a time.</param>
/// <param name="BatchSize">The maximum number of inputs that a thread computes at once.</param>
/// <param name="MaxThreads">The maximum number of threads that compute inputs of the group concurrently.</param>
internal readonly record struct HashingGroup(string Algorithm, int WorkFactor, int BatchSize, int MaxThreads);
