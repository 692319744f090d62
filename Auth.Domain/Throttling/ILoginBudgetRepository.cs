namespace Auth.Domain.Throttling;

/// <summary>The login budgets, shared by all instances. Returned budgets are detached.</summary>
public interface ILoginBudgetRepository
{
    /// <summary>Returns the budgets of an account for a device, a network and anywhere, as far as they exist.</summary>
    Task<IReadOnlyList<LoginBudget>> FindAsync(
        byte[] account, string device, string network, CancellationToken cancellationToken);

    /// <summary>Stores a new budget, unless it exists.</summary>
    Task OpenAsync(LoginBudget budget, CancellationToken cancellationToken);

    /// <summary>Brings forward a block and an expiry that are later than these.</summary>
    Task LimitAsync(
        byte[] account,
        string network,
        DateTimeOffset blockedUntil,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken);

    /// <summary>Counts a failure in one statement.</summary>
    /// <returns>
    /// False, and nothing is counted, when the budget does not exist, is blocked, or its failure count changed since it was read.
    /// </returns>
    Task<bool> TakeAsync(LoginReservation reservation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Refunds a counted failure and its wait.</summary>
    Task GiveBackAsync(LoginReservation reservation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Clears the failures in one budget.</summary>
    Task ClearAsync(byte[] account, string network, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Clears the failures in all budgets of an account.</summary>
    Task ClearAllAsync(byte[] account, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a network a budget of its own, or extends it.</summary>
    /// <param name="account">The keyed hash of the address.</param>
    /// <param name="network">The network.</param>
    /// <param name="clears">Clears the failures of a network that is known already.</param>
    /// <param name="now">The current time.</param>
    /// <param name="until">When the network stops being known.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task KnowNetworkAsync(
        byte[] account,
        string network,
        bool clears,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken);
}
