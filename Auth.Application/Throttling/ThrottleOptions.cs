namespace Auth.Application.Throttling;

/// <summary>The throttling of password guesses at one account: <c>Auth:Throttle</c>.</summary>
public sealed class ThrottleOptions
{
    /// <summary>Enables the throttling.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The number of failures in a row that cause the first wait.</summary>
    public int MaxFailures { get; set; } = 10;

    /// <summary>The first wait, in seconds; each further failure doubles it.</summary>
    public int FirstWaitSeconds { get; set; } = 1;

    /// <summary>The longest wait, in seconds.</summary>
    public int LongestWaitSeconds { get; set; } = 900;

    /// <summary>The days for which a network has a budget of its own after a login or a password reset from it.</summary>
    public int KnownNetworkDays { get; set; } = 30;

    /// <summary>Issues a device token with each login, whose holder has a budget of its own.</summary>
    public bool DeviceCookies { get; set; } = true;

    /// <summary>The days for which a device token is valid.</summary>
    public int DeviceCookieDays { get; set; } = 180;

    /// <summary>The longest wait.</summary>
    internal TimeSpan LongestWait => TimeSpan.FromSeconds(LongestWaitSeconds);

    /// <summary>The wait after a number of failures in a row.</summary>
    internal TimeSpan WaitAfter(int failures) => failures < MaxFailures
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(FirstWaitSeconds * Math.Pow(2, failures - MaxFailures), LongestWaitSeconds));
}
