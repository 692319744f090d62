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
