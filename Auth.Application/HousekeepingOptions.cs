namespace Auth.Application;

/// <summary>How what is over is deleted: <c>Auth:Housekeeping</c>.</summary>
public sealed class HousekeepingOptions
{
    /// <summary>How often it is looked for, in seconds; by one instance at a time.</summary>
    public int IntervalSeconds { get; set; } = 600;

    /// <summary>How long sessions are kept after their end, in days.</summary>
    public int KeepSessionsDays { get; set; } = 7;
}
