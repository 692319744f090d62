using Auth.Domain.Users;

namespace Auth.Domain.Sessions;

/// <summary>A login session. Refresh tokens extend it until it expires or is revoked.</summary>
public sealed class Session
{
    /// <summary>The maximum length of a stored user agent.</summary>
    public const int MaxUserAgentLength = 256;

    private Session()
    {
    }

    /// <summary>
    /// A version 4 UUID: the claim <c>sid</c> of its access tokens (OpenID Connect Front-Channel Logout 1.0 §3).
    /// </summary>
    public Guid Id { get; private init; }

    /// <summary>The user.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The time of the login, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The time of the login or the last refresh, in UTC.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>The time at which the session expires, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The time at which the session was revoked, in UTC; null if it was not revoked.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>
    /// The time up to which the refreshes so far extend at the permitted rate, in UTC: the theoretical arrival time of the
    /// generic cell rate algorithm (ITU-T I.371). Null before the first refresh.
    /// </summary>
    public DateTimeOffset? RefreshesUntil { get; private set; }

    /// <summary>The number of wrong current passwords given in the session.</summary>
    public int PasswordFailures { get; private set; }

    /// <summary>The user agent of the login, truncated to <see cref="MaxUserAgentLength"/>.</summary>
    public string? UserAgent { get; private init; }

    /// <summary>The IP address of the login, if known.</summary>
    public string? IpAddress { get; private init; }

    /// <summary>
    /// The methods that proved the user's identity, see <see cref="AuthenticationMethods"/>. Null in sessions that an earlier version
    /// created.
    /// </summary>
    public string? Methods { get; private set; }

    /// <summary>The time at which the user proved the identity again, in UTC; null if it is the time of the login.</summary>
    public DateTimeOffset? ReauthenticatedAt { get; private set; }

    /// <summary>The time of the last proof of identity, in UTC: the claim <c>auth_time</c>. A refresh does not change it.</summary>
    public DateTimeOffset AuthenticatedAt => ReauthenticatedAt ?? CreatedAt;

    /// <summary>Records another proof of identity.</summary>
    public void Reauthenticate(AuthenticationMethods methods, DateTimeOffset now) =>
        (Methods, ReauthenticatedAt) = (methods.ToString(), now);

    /// <summary>Creates a session.</summary>
    public static Session Open(
        Guid userId, string? userAgent, string? ipAddress, DateTimeOffset now, DateTimeOffset expiresAt,
        AuthenticationMethods? methods = null) => new()
        {
            Id = Guid.NewGuid(),
            UserId = userId,
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = expiresAt,
            UserAgent = StorableText.Of(
                userAgent is { Length: > MaxUserAgentLength } ? userAgent[..MaxUserAgentLength] : userAgent),
            IpAddress = ipAddress,
            Methods = methods?.ToString(),
        };
}
