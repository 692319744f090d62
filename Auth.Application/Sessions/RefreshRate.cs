namespace Auth.Application.Sessions;

/// <summary>Limits the refreshes of a session by the generic cell rate algorithm, which needs one stored time.</summary>
internal static class RefreshRate
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Counts a refresh.</summary>
    /// <param name="refreshesUntil">The time up to which the refreshes so far extend at the permitted rate.</param>
    /// <param name="now">The current time.</param>
    /// <param name="options">The permitted rate.</param>
    /// <param name="advanced">The new time after this refresh.</param>
    /// <param name="wait">The time until the next refresh is permitted, if this one is not.</param>
    public static bool TryAdvance(
        DateTimeOffset? refreshesUntil, DateTimeOffset now, AuthOptions options, out DateTimeOffset advanced, out TimeSpan wait)
    {
        // A time beyond the window was stored before the clock was set back.
        var start = refreshesUntil is { } until && until > now && until <= now + Window ? until : now;
        advanced = start + Window / options.Sessions.MaxRefreshesPerHour;
        wait = advanced - now - Window;
        return wait <= TimeSpan.Zero || !options.RateLimits.Enabled;
    }
}
