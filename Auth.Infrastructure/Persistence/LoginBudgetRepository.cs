using Auth.Domain.Throttling;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores login budgets in a relational database.</summary>
internal sealed class LoginBudgetRepository(AuthDbContext database) : ILoginBudgetRepository
{
    public async Task<IReadOnlyList<LoginBudget>> FindAsync(
        byte[] account, string device, string network, CancellationToken cancellationToken) =>
        await database.LoginBudgets.AsNoTracking()
            .Where(budget => budget.Account == account
                && (budget.Network == LoginBudget.Anywhere || budget.Network == network || budget.Network == device))
            .ToListAsync(cancellationToken);

    // The result is ignored: if it is false, another request has stored the same budget.
    public Task OpenAsync(LoginBudget budget, CancellationToken cancellationToken) =>
        database.TryInsertAsync(budget, cancellationToken);

    public Task LimitAsync(
        byte[] account,
        string network,
        DateTimeOffset blockedUntil,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken) =>
        Of(account, network).ExecuteUpdateAsync(
            set => set
                .SetProperty(
                    budget => budget.BlockedUntil,
                    budget => budget.BlockedUntil > blockedUntil ? blockedUntil : budget.BlockedUntil)
                .SetProperty(
                    budget => budget.ExpiresAt,
                    budget => budget.ExpiresAt > expiresAt ? expiresAt : budget.ExpiresAt),
            cancellationToken);

    public async Task<bool> TakeAsync(LoginReservation reservation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (free, failures, blockedUntil) = (reservation.FreeFailures, reservation.Failures, reservation.BlockedUntil);
        return await Of(reservation)
            .Where(budget => budget.BlockedUntil <= now && (budget.Failures < free || budget.Failures == failures))
            .ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(budget => budget.Failures, budget => budget.Failures + 1);
                    set.SetProperty(
                        budget => budget.BlockedUntil,
                        budget => budget.Failures < free ? budget.BlockedUntil : blockedUntil);
                    if (reservation.ExpiresAt is { } expiresAt)
                        set.SetProperty(budget => budget.ExpiresAt, expiresAt);
                },
                cancellationToken) == 1;
    }

    public Task RefundAsync(LoginReservation reservation, CancellationToken cancellationToken)
    {
        var blockedUntil = reservation.BlockedUntil;
        return Of(reservation).Where(budget => budget.Failures > 0).ExecuteUpdateAsync(
            set => set
                .SetProperty(budget => budget.Failures, budget => budget.Failures - 1)
                .SetProperty(
                    budget => budget.BlockedUntil,
                    budget => budget.BlockedUntil == blockedUntil ? LoginBudget.NoWait : budget.BlockedUntil),
            cancellationToken);
    }

    public Task ClearAsync(byte[] account, string network, CancellationToken cancellationToken) =>
        ClearAsync(Of(account, network), cancellationToken);

    public Task ClearAllAsync(byte[] account, CancellationToken cancellationToken) =>
        ClearAsync(database.LoginBudgets.Where(budget => budget.Account == account), cancellationToken);

    public async Task TrustNetworkAsync(
        byte[] account,
        string network,
        bool clears,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        // An expired budget is reset. It may still exist, because housekeeping deletes it later.
        var known = await Of(account, network).ExecuteUpdateAsync(
            set => set
                .SetProperty(budget => budget.Failures, budget => clears || budget.ExpiresAt <= now ? 0 : budget.Failures)
                .SetProperty(
                    budget => budget.BlockedUntil,
                    budget => clears || budget.ExpiresAt <= now ? LoginBudget.NoWait : budget.BlockedUntil)
                .SetProperty(budget => budget.ExpiresAt, until),
            cancellationToken) == 1;
        if (!known)
            await OpenAsync(LoginBudget.Open(account, network, until), cancellationToken);
    }

    private static Task<int> ClearAsync(IQueryable<LoginBudget> budgets, CancellationToken cancellationToken) =>
        budgets.ExecuteUpdateAsync(
            set => set.SetProperty(budget => budget.Failures, 0).SetProperty(budget => budget.BlockedUntil, LoginBudget.NoWait),
            cancellationToken);

    private IQueryable<LoginBudget> Of(LoginReservation reservation) => Of(reservation.Account, reservation.Network);

    private IQueryable<LoginBudget> Of(byte[] account, string network) =>
        database.LoginBudgets.Where(budget => budget.Account == account && budget.Network == network);
}
