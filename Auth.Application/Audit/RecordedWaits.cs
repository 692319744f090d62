namespace Auth.Application.Audit;

/// <summary>
/// The login waits that have been recorded by this process. Only the first login that is refused in a wait is recorded: further
/// ones cost an attacker nothing and could fill the audit trail.
/// </summary>
internal sealed class RecordedWaits(TimeProvider time)
{
    /// <summary>How many waits are remembered at once; while there are more, further ones count as recorded.</summary>
    internal const int Capacity = 10_000;

    // The end of a wait is measured by timestamps: a clock that is set back would keep the room of those that have ended.
    private readonly Dictionary<(Guid? User, DateTimeOffset Until), (long Since, TimeSpan Left)> _waits = [];
    private readonly Lock _lock = new();

    /// <summary>Records a wait.</summary>
    /// <param name="userId">The user whose login has to wait; null for an address without a user.</param>
    /// <param name="until">When the wait ends, in UTC, which identifies it.</param>
    /// <returns>Whether this is the first time in this process.</returns>
    public bool TryAdd(Guid? userId, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (_waits.Count >= Capacity)
            {
                foreach (var (wait, (since, left)) in _waits)
                {
                    if (time.GetElapsedTime(since) >= left)
                        _waits.Remove(wait);
                }
            }

            return _waits.Count < Capacity
                && _waits.TryAdd((userId, until), (time.GetTimestamp(), until - time.GetUtcNow()));
        }
    }
}
