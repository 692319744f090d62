namespace Auth.Application.Audit;

/// <summary>
/// Tells the first login that comes in a wait from those after it. The first is recorded; the others cost whoever sends them
/// nothing, and could fill the trail.
/// </summary>
internal sealed class RecordedWaits(TimeProvider time)
{
    /// <summary>How many waits are remembered at once; while there are more, further ones count as recorded.</summary>
    internal const int Capacity = 10_000;

    private readonly HashSet<(Guid? User, DateTimeOffset Until)> _waits = [];
    private readonly Lock _lock = new();

    /// <summary>Notes that a wait has been met.</summary>
    /// <param name="userId">Whose login has to wait; null for an address that is nobody's.</param>
    /// <param name="until">When the wait is over, in UTC, which tells one wait from another.</param>
    /// <returns>Whether this is the first time in this process.</returns>
    public bool TryAdd(Guid? userId, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (_waits.Count >= Capacity)
            {
                var now = time.GetUtcNow();
                _waits.RemoveWhere(wait => wait.Until <= now);
            }

            return _waits.Count < Capacity && _waits.Add((userId, until));
        }
    }
}
