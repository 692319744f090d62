namespace Auth.Application.Backends;

/// <summary>The store of the strategy <c>Redis</c> and of shared rate limits: <c>Auth:Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>The connection string of StackExchange.Redis: <c>redis:6379,password=…</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The prefix of the keys of tokens.</summary>
    public string KeyPrefix { get; set; } = "fastapi_users_token:";

    /// <summary>
    /// Whether to accept tokens that fastapi-users has stored with the same prefix. They have no session: they end when they expire,
    /// or with a change of the password. Switch this off when the last of them has expired.
    /// </summary>
    public bool AcceptPlainTokens { get; set; }
}
