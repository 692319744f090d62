namespace Auth.Domain.Sessions;

/// <summary>A login that lasts: it is opened by a password, prolonged by refresh tokens, and ended by whoever may.</summary>
public sealed class Session
{
    /// <summary>The most characters that are kept of a client's name.</summary>
    public const int LongestUserAgent = 256;

    private Session()
    {
    }

    /// <summary>
    /// A version 4 UUID: the claim <c>sid</c> of its access tokens (OpenID Connect Front-Channel Logout 1.0 §3).
    /// </summary>
    public Guid Id { get; private init; }

    /// <summary>Whose session it is.</summary>
    public Guid UserId { get; private init; }

    /// <summary>When the user logged in, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When the user logged in or last refreshed, in UTC.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>When it ends by itself, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was ended, in UTC; null while it was not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What the client called itself at login, cut to <see cref="LongestUserAgent"/>; null when it did not.</summary>
    public string? UserAgent { get; private init; }

    /// <summary>Where the login came from; null when that is not known.</summary>
    public string? IpAddress { get; private init; }

    /// <summary>A new session.</summary>
    public static Session Open(
        Guid userId, string? userAgent, string? ipAddress, DateTimeOffset now, DateTimeOffset expiresAt) => new()
        {
            Id = Guid.NewGuid(),
            UserId = userId,
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = expiresAt,
            UserAgent = userAgent is { Length: > LongestUserAgent } ? userAgent[..LongestUserAgent] : userAgent,
            IpAddress = ipAddress,
        };
}
