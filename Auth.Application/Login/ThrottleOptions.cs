namespace Auth.Application.Login;

/// <summary>The throttling of password guessing: <c>Auth:Throttle</c>.</summary>
public sealed class ThrottleOptions
{
    /// <summary>Enables throttling.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The number of consecutive failures that causes the first delay.</summary>
    public int MaxFailures { get; set; } = 10;

    /// <summary>The first delay in seconds. Each further failure doubles it.</summary>
    public int FirstWaitSeconds { get; set; } = 1;

    /// <summary>The longest delay in seconds.</summary>
    public int LongestWaitSeconds { get; set; } = 900;

    /// <summary>The number of days for which a network has a separate budget after a login or a password reset from it.</summary>
    public int KnownNetworkDays { get; set; } = 30;

    /// <summary>Issues a device token with each login. A device with a token has a separate budget.</summary>
    public bool DeviceCookies { get; set; } = true;

    /// <summary>The number of days for which a device token is valid.</summary>
    public int DeviceCookieDays { get; set; } = 180;

    /// <summary>The longest delay.</summary>
    internal TimeSpan LongestWait => TimeSpan.FromSeconds(LongestWaitSeconds);

    /// <summary>Returns the delay after a number of consecutive failures.</summary>
    internal TimeSpan WaitAfter(int failures) => failures < MaxFailures
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(FirstWaitSeconds * Math.Pow(2, failures - MaxFailures), LongestWaitSeconds));
}
