using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>The numbers of waiting inputs and of busy threads of each <see cref="HashingGroup"/>.</summary>
/// <remarks>It lets a thread find out whether there is work for it without a walk through the queue.</remarks>
internal sealed class HashingGroups
{
    private readonly Dictionary<HashingGroup, int> _waiting = [];
    private readonly Dictionary<HashingGroup, int> _threads = [];

    /// <summary>Whether an input waits that another thread may compute.</summary>
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

    /// <summary>Counts an input that begins or ceases to wait.</summary>
    public void AddWaiting(HashingGroup group, int change) => Add(_waiting, group, change);

    /// <summary>Counts a thread that begins or ceases to compute.</summary>
    public void AddThread(HashingGroup group, int change) => Add(_threads, group, change);

    private static void Add(Dictionary<HashingGroup, int> counts, HashingGroup group, int change)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, group, out _);
        count += change;
        if (count == 0)
            counts.Remove(group);
    }
}
