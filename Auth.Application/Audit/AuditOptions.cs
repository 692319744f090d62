namespace Auth.Application.Audit;

/// <summary>The audit trail in the database: <c>Auth:Audit</c>.</summary>
public sealed class AuditOptions
{
    private const int LongestDays = 3650;

    /// <summary>Whether it is kept; the log has its lines all the same.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long its events are kept, in days.</summary>
    public int KeepDays { get; set; } = 365;

    /// <summary>What is wrong with the settings, each in a sentence that names the setting.</summary>
    internal IEnumerable<string> Failures()
    {
        if (KeepDays is < 1 or > LongestDays)
            yield return $"Auth:Audit:KeepDays must be from 1 to {LongestDays}; Auth:Audit:Enabled=false keeps no trail.";
    }
}
