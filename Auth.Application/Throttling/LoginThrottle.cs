using Auth.Domain.Throttling;
using Microsoft.Extensions.Options;

namespace Auth.Application.Throttling;

/// <summary>Slows down whoever guesses a password, on all instances together, and locks nobody out for good.</summary>
/// <remarks>
/// Failures are counted per address, whether it is a user's or not. A network that its owner logged in from has a budget of
/// its own, so that a stranger cannot keep the owner out; a success is credited to the budget that it was taken from only, so
/// that the owner's logins do not give a stranger more guesses.
/// </remarks>
public sealed class LoginThrottle(
    ILoginBudgetRepository budgets, AccountHash accounts, IOptions<AuthOptions> options, TimeProvider time, IUnitOfWork unitOfWork)
{
    /// <summary>How long failures are remembered after the last one: longer than any wait.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly ThrottleOptions _options = options.Value.Throttle;

    /// <summary>Counts a failure before the password is looked at, so that parallel guesses do not slip past the count.</summary>
    /// <param name="email">The address as it was typed.</param>
    /// <param name="ipAddress">Where the login comes from; null when that is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What to hand back with the verdict; or <see cref="AuthError.LoginThrottled"/>, and nothing is counted.</returns>
    public async Task<Result<LoginAttempt>> BeginAsync(string email, string? ipAddress, CancellationToken cancellationToken)
    {
        var network = ClientNetwork.Of(ipAddress);
        if (!_options.Enabled)
            return new LoginAttempt(null, network);
        var account = accounts.Of(email);
        while (true)
        {
            var now = time.GetUtcNow();
            var found = await budgets.FindAsync(account, network ?? LoginBudget.Anywhere, cancellationToken);
            var budget = found.FirstOrDefault(known => known.Network != LoginBudget.Anywhere && known.ExpiresAt > now)
                ?? found.FirstOrDefault(any => any.Network == LoginBudget.Anywhere);
            if (budget is null)
            {
                budget = LoginBudget.Open(account, LoginBudget.Anywhere, now, now + Memory);
                await budgets.OpenAsync(budget, cancellationToken);
            }

            if (budget.BlockedUntil > now)
                return AuthError.LoginThrottled(budget.BlockedUntil - now, budget.BlockedUntil);

            var reservation = Reserve(budget, now);
            if (await budgets.TakeAsync(reservation, now, cancellationToken))
                return new LoginAttempt(reservation, network);
        }
    }

    /// <summary>Refunds the failure: there is no verdict, or the password was right and the login refused.</summary>
    public Task GiveBackAsync(LoginAttempt attempt) => attempt.Reservation is { } reservation
        // In a unit of work: a refund whose acknowledgement is lost must not be repeated, or a failure of someone else is lost.
        ? unitOfWork.ExecuteAsync(
            token => budgets.GiveBackAsync(reservation, time.GetUtcNow(), token), CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Forgets the failures, and knows the network from now on: the login was good, client gone or not.</summary>
    public async Task SucceedAsync(LoginAttempt attempt)
    {
        if (attempt.Reservation is not { Account: var account } reservation)
            return;
        var now = time.GetUtcNow();
        if (reservation.Network == LoginBudget.Anywhere)
            await budgets.ClearAsync(account, now, CancellationToken.None);
        if (attempt.Network is { } network)
        {
            var until = now.AddDays(_options.KnownNetworkDays);
            await budgets.KnowNetworkAsync(account, network, now, until, CancellationToken.None);
        }
    }

    /// <summary>Forgets all failures at an address: its password is another one, client gone or not.</summary>
    public Task ClearAsync(string email) => _options.Enabled
        ? budgets.ClearAllAsync(accounts.Of(email), time.GetUtcNow(), CancellationToken.None)
        : Task.CompletedTask;

    private LoginReservation Reserve(LoginBudget budget, DateTimeOffset now)
    {
        var free = _options.MaxFailures - 1;
        var failures = Math.Max(budget.Failures, free);
        return new LoginReservation(
            budget.Account,
            budget.Network,
            free,
            failures,
            now + _options.WaitAfter(failures + 1),
            budget.Network == LoginBudget.Anywhere ? now + Memory : null);
    }
}
