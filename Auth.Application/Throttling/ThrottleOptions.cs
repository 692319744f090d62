namespace Auth.Application.Throttling;

/// <summary>How the guessing of one account's password is slowed down: <c>Auth:Throttle</c>.</summary>
public sealed class ThrottleOptions
{
    /// <summary>Whether it is slowed down at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many failures in a row bring the first wait.</summary>
    public int MaxFailures { get; set; } = 10;

    /// <summary>The first wait, in seconds; each further failure doubles it.</summary>
    public int FirstWaitSeconds { get; set; } = 1;

    /// <summary>The longest wait, in seconds.</summary>
    public int LongestWaitSeconds { get; set; } = 900;

    /// <summary>For how long after a login its network has a budget of its own, in days.</summary>
    public int KnownNetworkDays { get; set; } = 30;

    /// <summary>How long the next login has to wait after so many failures in a row.</summary>
    internal TimeSpan WaitAfter(int failures) => failures < MaxFailures
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(FirstWaitSeconds * Math.Pow(2, failures - MaxFailures), LongestWaitSeconds));
}
