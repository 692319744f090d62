namespace Auth.Application;

/// <summary>The deletion of expired data: <c>Auth:Housekeeping</c>.</summary>
public sealed class HousekeepingOptions
{
    /// <summary>The interval between deletions in seconds. One instance at a time deletes.</summary>
    public int IntervalSeconds { get; set; } = 600;

    /// <summary>The number of days for which sessions are kept after their end.</summary>
    public int KeepSessionsDays { get; set; } = 7;
}
