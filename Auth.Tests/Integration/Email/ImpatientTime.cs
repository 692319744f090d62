using System.Collections.Concurrent;

namespace Auth.Tests.Integration.Email;

/// <summary>Real time, but for pauses shorter than the limit of one try: these are noted and end at once.</summary>
internal sealed class ImpatientTime(TimeSpan limit) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _pauses = new();

    public IEnumerable<TimeSpan> Pauses => _pauses;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= limit) return base.CreateTimer(callback, state, dueTime, period);
        _pauses.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
