using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Sessions;

/// <summary>The lifetimes and limits of sessions: <c>Auth:Sessions</c>.</summary>
public sealed class AuthSessionOptions
{
    /// <summary>The lifetime of a session without a refresh, in seconds; at least that of an access token.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int IdleSeconds { get; set; } = 14 * 24 * 3600;

    /// <summary>The maximum lifetime of a session, in seconds from the login; at least that of an access token.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int AbsoluteSeconds { get; set; } = 90 * 24 * 3600;

    /// <summary>The seconds after its first use in which a refresh token is exchanged for the same successor.</summary>
    [Range(0, 600)] public int RefreshGraceSeconds { get; set; } = 30;

    /// <summary>The maximum number of sessions of a user. A login beyond it revokes the least recently used session.</summary>
    [Range(1, 10_000)] public int MaxPerUser { get; set; } = 100;

    /// <summary>The maximum number of refreshes of one session in an hour.</summary>
    [Range(1, 36_000)] public int MaxRefreshesPerHour { get; set; } = 120;

    /// <summary>The number of wrong current passwords in a session after which the session is revoked.</summary>
    [Range(1, 1000)] public int MaxCurrentPasswordFailures { get; set; } = 5;
}
