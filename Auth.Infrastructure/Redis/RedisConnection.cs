using Auth.Application;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Auth.Infrastructure.Redis;

/// <summary>The connection to Redis, which is opened when it is first used and restored after an interruption.</summary>
internal sealed partial class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _opening = new();
    private readonly ConfigurationOptions _settings;
    private readonly ILogger _logger;
    private Task<ConnectionMultiplexer>? _connection;

    /// <exception cref="StartupException">The connection string is missing or invalid.</exception>
    public RedisConnection(IOptions<AuthOptions> options, ILogger<RedisConnection> logger)
    {
        (_settings, _logger) = (Parse(options.Value.Redis.ConnectionString), logger);

        // Redis may be down when the service starts. While it is, commands fail at once instead of waiting for it.
        _settings.AbortOnConnectFail = false;
        _settings.BacklogPolicy = BacklogPolicy.FailFast;
        _settings.ConnectTimeout = (int)Patience.TotalMilliseconds;
        _settings.AsyncTimeout = (int)Patience.TotalMilliseconds;
        _settings.ReconnectRetryPolicy = new LinearRetry(1000);
    }

    /// <summary>Executes commands.</summary>
    /// <returns>False if Redis cannot be reached or responds with an error; otherwise the result.</returns>
    public async Task<(bool Succeeded, T? Value, Exception? Failure)> TryAsync<T>(Func<IDatabase, Task<T>> commands)
    {
        try
        {
            return (true, await commands((await OpenAsync()).GetDatabase()), null);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return (false, default, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { IsCompletedSuccessfully: true } open)
            await (await open).DisposeAsync();
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

    private Task<ConnectionMultiplexer> OpenAsync()
    {
        lock (_opening)
        {
            if (_connection is null or { IsFaulted: true } or { IsCanceled: true })
                _connection = ConnectAsync();
            return _connection;
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_settings);
        connection.ConnectionFailed += (_, failed) => LogFailed(failed.FailureType);
        connection.ConnectionRestored += (_, _) => LogRestored();
        return connection;
    }

    [LoggerMessage(EventId = 1, EventName = "RedisFailed", Level = LogLevel.Error,
        Message = "The connection to Redis failed ({FailureType}). Until it is restored, its tokens get 503 and each process counts "
            + "rate limits for itself")]
    private partial void LogFailed(ConnectionFailureType failureType);

    [LoggerMessage(EventId = 2, EventName = "RedisRestored", Level = LogLevel.Warning, Message = "The connection to Redis is restored")]
    private partial void LogRestored();
}
