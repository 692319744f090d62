namespace Auth.Infrastructure.Housekeeping;

/// <summary>The exclusive right of one instance to run a task.</summary>
internal sealed class Lease
{
    /// <summary>The name of the task.</summary>
    public string Name { get; init; } = "";

    /// <summary>The current or last holder.</summary>
    public Guid Holder { get; init; }

    /// <summary>The time until which no other instance may acquire the lease, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
