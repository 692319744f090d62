namespace Auth.Domain.Sessions;

/// <summary>An issued opaque access token. The token itself is not stored.</summary>
public sealed class AccessToken
{
    private AccessToken()
    {
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>The session of the token.</summary>
    public Guid SessionId { get; private init; }

    /// <summary>The time at which the token expires, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Creates a token.</summary>
    public static AccessToken Issue(byte[] hash, Guid sessionId, DateTimeOffset expiresAt) =>
        new() { Hash = hash, SessionId = sessionId, ExpiresAt = expiresAt };
}
