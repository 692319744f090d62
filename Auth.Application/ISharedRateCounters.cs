namespace Auth.Application;

/// <summary>Counters of requests that all processes share.</summary>
public interface ISharedRateCounters
{
    /// <summary>
    /// Increments counters in the given order, until one exceeds its limit. The counters after it stay unchanged.
    /// </summary>
    /// <param name="counters">The counters.</param>
    /// <param name="window">The time after which a counter is reset.</param>
    /// <returns>
    /// The remaining time of the window of the counter that exceeds its limit; zero if none does; null if the counters cannot be
    /// reached.
    /// </returns>
    ValueTask<TimeSpan?> CountAsync(IReadOnlyList<RateCounter> counters, TimeSpan window);
}

/// <summary>A counter of requests.</summary>
/// <param name="Name">The name, which identifies what is counted.</param>
/// <param name="Limit">The maximum number of requests in a window.</param>
public readonly record struct RateCounter(string Name, int Limit);
