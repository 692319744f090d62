namespace Auth.Application.Audit;

/// <summary>
/// The login delays that this process has recorded. Only the first login that is refused during a delay is recorded: further
/// ones cost an attacker nothing and could fill the audit trail.
/// </summary>
internal sealed class RecordedWaits(TimeProvider time)
{
    /// <summary>The maximum number of delays that are held at once. Beyond it, further delays count as recorded.</summary>
    internal const int Capacity = 10_000;

    // The end of a delay is measured by timestamps: after the clock is set back, expired entries would not be removed.
    private readonly Dictionary<(Guid? User, DateTimeOffset Until), (long Since, TimeSpan Left)> _waits = [];
    private readonly Lock _lock = new();

    /// <summary>Records a delay.</summary>
    /// <param name="userId">The user whose login is delayed; null if no user has the address.</param>
    /// <param name="until">The end of the delay, in UTC, which identifies it.</param>
    /// <returns>Whether this process had not recorded the delay before.</returns>
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
