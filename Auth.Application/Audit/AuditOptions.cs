namespace Auth.Application.Audit;

/// <summary>The audit trail in the database: <c>Auth:Audit</c>.</summary>
public sealed class AuditOptions
{
    private const int LongestDays = 3650;

    /// <summary>Enables the audit trail. Events are logged in either case.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The number of days for which events are kept.</summary>
    public int KeepDays { get; set; } = 365;

    /// <summary>Returns an error message for each invalid setting.</summary>
    internal IEnumerable<string> Failures()
    {
        if (KeepDays is < 1 or > LongestDays)
            yield return $"Auth:Audit:KeepDays must be from 1 to {LongestDays}; Auth:Audit:Enabled=false disables the trail.";
    }
}
