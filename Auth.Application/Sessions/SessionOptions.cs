namespace Auth.Application.Sessions;

/// <summary>How long logins last: <c>Auth:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>How long a session lasts without a refresh, in seconds; as long as an access token at least.</summary>
    public int IdleSeconds { get; set; } = 14 * 24 * 3600;

    /// <summary>How long a session lasts at most, in seconds from the login; as long as an access token at least.</summary>
    public int AbsoluteSeconds { get; set; } = 90 * 24 * 3600;

    /// <summary>For how long after its first use a refresh token is answered with the same successor, in seconds.</summary>
    public int RefreshGraceSeconds { get; set; } = 30;

    /// <summary>The maximum number of sessions of a user. A login beyond it revokes the least recently used session.</summary>
    public int MaxPerUser { get; set; } = 100;

    /// <summary>The maximum number of refreshes of one session in an hour.</summary>
    public int MaxRefreshesPerHour { get; set; } = 120;

    /// <summary>The number of wrong current passwords in one session that revokes it.</summary>
    public int MaxCurrentPasswordFailures { get; set; } = 5;
}
