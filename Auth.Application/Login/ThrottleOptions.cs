using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Login;

/// <summary>The throttling of password guessing: <c>Auth:Throttle</c>.</summary>
public sealed class ThrottleOptions : IValidatableObject
{
    /// <summary>Enables throttling.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The number of consecutive failures that causes the first delay.</summary>
    [Range(1, 1000)] public int MaxFailures { get; set; } = 10;

    /// <summary>The first delay in seconds. Each further failure doubles it.</summary>
    [Range(1, 3600)] public int FirstWaitSeconds { get; set; } = 1;

    /// <summary>The longest delay in seconds. A longer one than an hour would allow strangers to lock accounts.</summary>
    [Range(1, 3600)] public int LongestWaitSeconds { get; set; } = 900;

    /// <summary>The number of days for which a network has a separate budget after a login or a password reset from it.</summary>
    [Range(1, AuthOptions.LongestDays)] public int KnownNetworkDays { get; set; } = 30;

    /// <summary>Issues a device token with each login. A device with a token has a separate budget.</summary>
    public bool DeviceCookies { get; set; } = true;

    /// <summary>The number of days for which a device token is valid.</summary>
    [Range(1, AuthOptions.LongestDays)] public int DeviceCookieDays { get; set; } = 180;

    /// <summary>The longest delay.</summary>
    internal TimeSpan LongestWait => TimeSpan.FromSeconds(LongestWaitSeconds);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstWaitSeconds > LongestWaitSeconds)
            yield return new("Auth:Throttle:FirstWaitSeconds must be at most Auth:Throttle:LongestWaitSeconds.");
    }

    /// <summary>Returns the delay after a number of consecutive failures.</summary>
    internal TimeSpan WaitAfter(int failures) => failures < MaxFailures
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(FirstWaitSeconds * Math.Pow(2, failures - MaxFailures), LongestWaitSeconds));
}
