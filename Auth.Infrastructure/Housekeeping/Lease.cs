namespace Auth.Infrastructure.Housekeeping;

/// <summary>The right to do a task that only one instance at a time does.</summary>
internal sealed class Lease
{
    /// <summary>The task.</summary>
    public string Name { get; init; } = "";

    /// <summary>The instance that has the right, or had it last.</summary>
    public Guid Holder { get; init; }

    /// <summary>Until when nobody else may take it, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
