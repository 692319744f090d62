namespace Auth.Domain.Sessions;

/// <summary>A refresh token that was issued. The token itself is not stored.</summary>
public sealed class RefreshToken
{
    private RefreshToken()
    {
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>The session that it prolongs.</summary>
    public Guid SessionId { get; private init; }

    /// <summary>When it was first used, in UTC; null while it was not.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>A token that is not used yet.</summary>
    public static RefreshToken Issue(byte[] hash, Guid sessionId) => new() { Hash = hash, SessionId = sessionId };
}
