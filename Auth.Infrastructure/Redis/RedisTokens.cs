using Auth.Application;
using Auth.Application.Backends;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Auth.Infrastructure.Redis;

/// <summary>The keys of <see cref="RedisStrategy"/>. They expire with their tokens.</summary>
internal sealed class RedisTokens(RedisConnection redis, IOptions<AuthOptions> options)
{
    private readonly string _prefix = options.Value.Redis.KeyPrefix;

    /// <summary>Stores a value until it expires.</summary>
    public Task StoreAsync(string name, string value, TimeSpan lifetime) =>
        ExecuteAsync(database => database.StringSetAsync(_prefix + name, value, new Expiration(lifetime)));

    /// <summary>Returns a value and its remaining lifetime; null if it is missing or expired.</summary>
    public Task<(string Value, TimeSpan TimeToLive)?> FindAsync(string name) => ExecuteAsync(
        async database => await database.StringGetWithExpiryAsync(_prefix + name) is { Value: { HasValue: true } value } found
            ? ((string)value!, found.Expiry ?? TimeSpan.Zero)
            : ((string, TimeSpan)?)null);

    private async Task<T> ExecuteAsync<T>(Func<IDatabase, Task<T>> command)
    {
        var (succeeded, value, failure) = await redis.TryAsync(command);
        return succeeded ? value! : throw new TokenStoreUnavailableException("Redis cannot be reached.", failure!);
    }
}
