using Auth.Application;
using Auth.Application.Backends;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Auth.Infrastructure.Redis;

/// <summary>The keys of <see cref="RedisStrategy"/>. They expire with their tokens.</summary>
internal sealed partial class RedisTokens : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;
    private readonly string _prefix;
    private readonly ILogger _logger;

    /// <exception cref="StartupException">The connection string is missing or invalid.</exception>
    public RedisTokens(IOptions<AuthOptions> options, ILogger<RedisTokens> logger)
    {
        var redis = options.Value.Redis;
        (_prefix, _logger) = (redis.KeyPrefix, logger);
        var settings = Parse(redis.ConnectionString);

        // Redis may be down when the service starts. While it is, commands fail at once instead of waiting for it.
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = (int)Patience.TotalMilliseconds;
        settings.AsyncTimeout = (int)Patience.TotalMilliseconds;
        settings.ReconnectRetryPolicy = new LinearRetry(1000);
        _connection = new(() => ConnectAsync(settings));
    }

    /// <summary>Stores a value until it expires.</summary>
    public Task StoreAsync(string name, string value, TimeSpan lifetime) =>
        ExecuteAsync(database => database.StringSetAsync(_prefix + name, value, new Expiration(lifetime)));

    /// <summary>Returns a value and its remaining lifetime; null if it is missing or expired.</summary>
    public Task<(string Value, TimeSpan TimeToLive)?> FindAsync(string name) => ExecuteAsync(
        async database => await database.StringGetWithExpiryAsync(_prefix + name) is { Value: { HasValue: true } value } found
            ? ((string)value!, found.Expiry ?? TimeSpan.Zero)
            : ((string, TimeSpan)?)null);

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await (await _connection.Value).DisposeAsync();
    }

    private static ConfigurationOptions Parse(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new StartupException("Auth:Redis:ConnectionString is missing: a backend has the strategy Redis.");
        try
        {
            return ConfigurationOptions.Parse(connectionString);
        }
        catch (ArgumentException)
        {
            throw new StartupException("Auth:Redis:ConnectionString is invalid. An example is redis:6379,password=….");
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions settings)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(settings);
        connection.ConnectionFailed += (_, failed) => LogFailed(failed.FailureType);
        connection.ConnectionRestored += (_, _) => LogRestored();
        return connection;
    }

    private async Task<T> ExecuteAsync<T>(Func<IDatabase, Task<T>> command)
    {
        try
        {
            return await command((await _connection.Value).GetDatabase());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new TokenStoreUnavailableException("Redis cannot be reached.", exception);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "RedisFailed", Level = LogLevel.Error,
        Message = "The connection to Redis failed ({FailureType}). Its tokens get 503 until it is restored")]
    private partial void LogFailed(ConnectionFailureType failureType);

    [LoggerMessage(EventId = 2, EventName = "RedisRestored", Level = LogLevel.Warning, Message = "The connection to Redis is restored")]
    private partial void LogRestored();
}
