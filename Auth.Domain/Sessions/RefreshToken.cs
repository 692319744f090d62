namespace Auth.Domain.Sessions;

/// <summary>An issued refresh token. The token itself is not stored.</summary>
public sealed class RefreshToken
{
    private RefreshToken()
    {
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>The session that the token extends.</summary>
    public Guid SessionId { get; private init; }

    /// <summary>The time of the first use, in UTC; null if the token is unused.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Creates an unused token.</summary>
    public static RefreshToken Issue(byte[] hash, Guid sessionId) => new() { Hash = hash, SessionId = sessionId };
}
