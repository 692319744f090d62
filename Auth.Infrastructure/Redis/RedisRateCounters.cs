using System.Globalization;
using Auth.Application;
using StackExchange.Redis;

namespace Auth.Infrastructure.Redis;

/// <summary>Counts requests in Redis, so that all processes share their rate limits.</summary>
internal sealed class RedisRateCounters(RedisConnection redis, TimeProvider time) : ISharedRateCounters
{
    // The hash tag places all counters in one slot, which a script requires in Redis Cluster.
    private const string Prefix = "{auth_rate_limit}:";

    // Increments the counters in their order, until one exceeds its limit. Returns the remaining time of its window, or 0.
    private const string Script = """
        for i, key in ipairs(KEYS) do
            local count = redis.call('INCR', key)
            if count == 1 or redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[1]) end
            if count > tonumber(ARGV[i + 1]) then return redis.call('PTTL', key) end
        end
        return 0
        """;

    /// <summary>The time for which Redis is not used after a failure, so that not every request waits for a slow server.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _failedAt;

    public async ValueTask<TimeSpan?> CountAsync(IReadOnlyList<RateCounter> counters, TimeSpan window)
    {
        var failedAt = Volatile.Read(ref _failedAt);
        if (failedAt != 0 && time.GetElapsedTime(failedAt) < Pause)
            return null;
        var keys = counters.Select(counter => (RedisKey)(Prefix + counter.Name)).ToArray();
        RedisValue[] arguments =
        [
            window.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), .. counters.Select(counter => (RedisValue)counter.Limit),
        ];
        var (succeeded, wait, _) = await redis.TryAsync(async database => (long)await database.ScriptEvaluateAsync(Script, keys, arguments));
        Volatile.Write(ref _failedAt, succeeded ? 0 : time.GetTimestamp());
        return succeeded ? TimeSpan.FromMilliseconds(Math.Max(0, wait)) : null;
    }
}
