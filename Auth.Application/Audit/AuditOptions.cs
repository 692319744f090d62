using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Audit;

/// <summary>The audit trail in the database: <c>Auth:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>Enables the audit trail. Events are logged in either case.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The number of days for which events are kept.</summary>
    [Range(1, AuthOptions.LongestDays)] public int KeepDays { get; set; } = 365;
}
