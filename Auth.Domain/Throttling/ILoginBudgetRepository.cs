namespace Auth.Domain.Throttling;

/// <summary>The login budgets, shared by all instances. Returned budgets are detached.</summary>
public interface ILoginBudgetRepository
{
    /// <summary>
    /// Returns the existing budgets of an account for a device, for a network and for <see cref="LoginBudget.Anywhere"/>.
    /// </summary>
    Task<IReadOnlyList<LoginBudget>> FindAsync(
        byte[] account, string device, string network, CancellationToken cancellationToken);

    /// <summary>Stores a new budget, unless it already exists.</summary>
    Task OpenAsync(LoginBudget budget, CancellationToken cancellationToken);

    /// <summary>Shortens a block and an expiry that end later than the given times.</summary>
    Task LimitAsync(
        byte[] account,
        string network,
        DateTimeOffset blockedUntil,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken);

    /// <summary>Counts a failure in one statement.</summary>
    /// <returns>
    /// False if the budget does not exist, is blocked, or its failure count changed since it was read. Nothing is counted then.
    /// </returns>
    Task<bool> TakeAsync(LoginReservation reservation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Refunds a counted failure and its wait.</summary>
    Task RefundAsync(LoginReservation reservation, CancellationToken cancellationToken);

    /// <summary>Clears the failures in one budget.</summary>
    Task ClearAsync(byte[] account, string network, CancellationToken cancellationToken);

    /// <summary>Clears the failures in all budgets of an account.</summary>
    Task ClearAllAsync(byte[] account, CancellationToken cancellationToken);

    /// <summary>Creates the budget of a known network, or extends it.</summary>
    /// <param name="account">The keyed hash of the address.</param>
    /// <param name="network">The network.</param>
    /// <param name="clears">Whether to clear the failures of a network that is already known.</param>
    /// <param name="now">The current time.</param>
    /// <param name="until">The time at which the network is no longer known.</param>
    Task TrustNetworkAsync(
        byte[] account,
        string network,
        bool clears,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken);
}

/// <summary>A failure that is counted before the password is verified.</summary>
/// <param name="Account">The keyed hash of the address.</param>
/// <param name="Network">The <see cref="LoginBudget.Network"/> of the budget that counts the failure.</param>
/// <param name="FreeFailures">The number of failures that cause no wait.</param>
/// <param name="Failures">The number of earlier failures, on which <paramref name="BlockedUntil"/> is based.</param>
/// <param name="BlockedUntil">The time from which the next attempt is accepted, in UTC, if the budget is exhausted.</param>
/// <param name="ExpiresAt">The new expiry of the budget, in UTC; null to keep the current expiry.</param>
public sealed record LoginReservation(
    byte[] Account, string Network, int FreeFailures, int Failures, DateTimeOffset BlockedUntil, DateTimeOffset? ExpiresAt);
