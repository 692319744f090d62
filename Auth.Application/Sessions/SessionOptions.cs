namespace Auth.Application.Sessions;

/// <summary>The lifetimes and limits of sessions: <c>Auth:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The lifetime of a session without a refresh, in seconds; at least that of an access token.</summary>
    public int IdleSeconds { get; set; } = 14 * 24 * 3600;

    /// <summary>The maximum lifetime of a session, in seconds from the login; at least that of an access token.</summary>
    public int AbsoluteSeconds { get; set; } = 90 * 24 * 3600;

    /// <summary>The seconds after its first use in which a refresh token is exchanged for the same successor.</summary>
    public int RefreshGraceSeconds { get; set; } = 30;

    /// <summary>The maximum number of sessions of a user. A login beyond it revokes the least recently used session.</summary>
    public int MaxPerUser { get; set; } = 100;

    /// <summary>The maximum number of refreshes of one session in an hour.</summary>
    public int MaxRefreshesPerHour { get; set; } = 120;

    /// <summary>The number of wrong current passwords in a session after which the session is revoked.</summary>
    public int MaxCurrentPasswordFailures { get; set; } = 5;
}
