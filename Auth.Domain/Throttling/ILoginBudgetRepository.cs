namespace Auth.Domain.Throttling;

/// <summary>The budgets that there are, shared by all instances. Whatever is returned is detached.</summary>
public interface ILoginBudgetRepository
{
    /// <summary>The budgets of an account: the one for anywhere and the one of this network, as far as they exist.</summary>
    Task<IReadOnlyList<LoginBudget>> FindAsync(byte[] account, string network, CancellationToken cancellationToken);

    /// <summary>Stores a new budget, unless there is one already.</summary>
    Task OpenAsync(LoginBudget budget, CancellationToken cancellationToken);

    /// <summary>Counts a failure in one statement.</summary>
    /// <returns>
    /// False, and nothing counted, when there is no such budget, when it is blocked, or when its failures are others by now
    /// than those which the wait was worked out for.
    /// </returns>
    Task<bool> TakeAsync(LoginReservation reservation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes a counted failure back, and the wait that it brought.</summary>
    Task GiveBackAsync(LoginReservation reservation, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets the failures in the budget for anywhere.</summary>
    Task ClearAsync(byte[] account, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets the failures in all budgets of an account.</summary>
    Task ClearAllAsync(byte[] account, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a network a budget of its own, or forgets the failures in it.</summary>
    /// <param name="account">The keyed hash of the address.</param>
    /// <param name="network">The network.</param>
    /// <param name="now">When.</param>
    /// <param name="until">Until when it is known as the owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task KnowNetworkAsync(
        byte[] account, string network, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);
}
