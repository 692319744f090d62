namespace Auth.Domain.Credentials;

/// <summary>The state or challenge of a login that was used, so that no process accepts it again.</summary>
public sealed class UsedLoginState
{
    private UsedLoginState()
    {
    }

    /// <summary>The id of the state.</summary>
    public Guid Id { get; private init; }

    /// <summary>The time from which the row is not needed, in UTC: the state itself is expired.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Records the use of a state.</summary>
    public static UsedLoginState Create(Guid id, DateTimeOffset expiresAt) => new() { Id = id, ExpiresAt = expiresAt };
}
