namespace Auth.Domain.Credentials;

/// <summary>The state or challenge of a login that was used, so that no process accepts it again.</summary>
public sealed class UsedLoginState
{
    /// <summary>The time for which the row is stored longer than the state is valid, in case the clock is set back.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    private UsedLoginState()
    {
    }

    /// <summary>The id of the state.</summary>
    public Guid Id { get; private init; }

    /// <summary>The time from which the row is not needed, in UTC: the state itself is expired.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Records the use of a state.</summary>
    /// <param name="id">The id of the state.</param>
    /// <param name="validUntil">The time from which the state is not valid.</param>
    public static UsedLoginState Create(Guid id, DateTimeOffset validUntil) => new() { Id = id, ExpiresAt = validUntil + Margin };
}
