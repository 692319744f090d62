using Auth.Domain.Throttling;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>Throttles password guessing across all instances, without permanent lockout.</summary>
/// <remarks>
/// Failures are counted per e-mail address, whether or not it is registered. A device with a device token of the account, and a
/// network from which the user has logged in, have separate budgets, so that strangers cannot lock the user out. A success
/// clears only the budget that counted the attempt, so that the user's logins do not grant a stranger more guesses.
/// </remarks>
public sealed class LoginThrottle(
    ILoginBudgetRepository budgets,
    AccountHash accounts,
    DeviceTokens devices,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork)
{
    /// <summary>The time after the last failure for which failures are kept. It is longer than any delay.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>The difference in expiry times that is ignored, so that instances do not correct each other repeatedly.</summary>
    private static readonly TimeSpan ExpiryTolerance = TimeSpan.FromHours(1);

    private readonly ThrottleOptions _options = options.Value.Throttle;

    /// <summary>Counts a failure before the password is verified, so that parallel guesses cannot exceed the limit.</summary>
    /// <param name="email">The e-mail address as typed.</param>
    /// <param name="ipAddress">The client's IP address; null if it is unknown.</param>
    /// <param name="deviceToken">The client's device token; null if it sent none.</param>
    /// <returns>The attempt, or <see cref="AuthError.LoginThrottled"/>. A throttled attempt is not counted.</returns>
    public Task<Result<LoginAttempt>> BeginAsync(
        string email, string? ipAddress, string? deviceToken, CancellationToken cancellationToken) =>
        BeginAsync(() => (accounts.Of(email), devices.BudgetOf(email, deviceToken)), ipAddress, cancellationToken);

    /// <summary>
    /// Counts a failure before a second factor is verified. Failures are counted apart from those of the password: a client that has
    /// the password must not clear them with it. Devices have no separate budgets: before the second factor was set up, such a client
    /// could have obtained any number of device tokens.
    /// </summary>
    public Task<Result<LoginAttempt>> BeginSecondFactorAsync(
        Guid userId, string? ipAddress, CancellationToken cancellationToken) =>
        BeginAsync(() => (accounts.OfSecondFactor(userId), null), ipAddress, cancellationToken);

    private async Task<Result<LoginAttempt>> BeginAsync(
        Func<(byte[] Account, string? Device)> budgetOf, string? ipAddress, CancellationToken cancellationToken)
    {
        var network = ClientNetwork.Of(ipAddress);
        if (!_options.Enabled)
            return new LoginAttempt(null, network);
        var (account, device) = budgetOf();
        while (true)
        {
            var now = time.GetUtcNow();
            var budget = await FindAsync(account, device, network, now, cancellationToken);
            if (IsFromTheFuture(budget, now))
            {
                await budgets.LimitAsync(
                    account, budget.Network, now + _options.LongestWait, now + LifetimeOf(budget), cancellationToken);
                continue;
            }

            if (budget.BlockedUntil > now)
                return AuthError.LoginThrottled(budget.BlockedUntil - now, budget.BlockedUntil);

            var reservation = Reserve(budget, now);
            if (await budgets.TakeAsync(reservation, now, cancellationToken))
                return new LoginAttempt(reservation, network);
        }
    }

    /// <summary>Refunds a counted failure. The password was not verified, or it was right and the login is refused.</summary>
    public Task RefundAsync(LoginAttempt attempt) => attempt.Reservation is { } reservation
        // In a unit of work, because a refund that is repeated after a lost acknowledgement would delete another failure.
        ? unitOfWork.ExecuteAsync(
            token => budgets.RefundAsync(reservation, token), CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Clears the failures and trusts the network, even if the client has disconnected.</summary>
    public async Task SucceedAsync(LoginAttempt attempt)
    {
        if (attempt.Reservation is not { Account: var account } reservation)
            return;
        var now = time.GetUtcNow();
        if (reservation.Network != attempt.Network)
            await budgets.ClearAsync(account, reservation.Network, CancellationToken.None);
        if (attempt.Network is { } network)
            await TrustAsync(account, network, clears: reservation.Network == network, now);
    }

    /// <summary>Clears all failures at an address after a password reset, and trusts the network of the reset.</summary>
    public async Task ResetAsync(string email, string? ipAddress)
    {
        if (!_options.Enabled)
            return;
        var (account, now) = (accounts.Of(email), time.GetUtcNow());
        await budgets.ClearAllAsync(account, CancellationToken.None);
        if (ClientNetwork.Of(ipAddress) is { } network)
            await TrustAsync(account, network, clears: false, now);
    }

    private Task TrustAsync(byte[] account, string network, bool clears, DateTimeOffset now) => budgets.TrustNetworkAsync(
        account, network, clears, now, now.AddDays(_options.KnownNetworkDays), CancellationToken.None);

    /// <summary>Returns the budget of the device, the known network or any client, in this order, or creates it.</summary>
    private async Task<LoginBudget> FindAsync(
        byte[] account, string? device, string? network, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await budgets.FindAsync(
            account, device ?? LoginBudget.Anywhere, network ?? LoginBudget.Anywhere, cancellationToken);
        var name = device
            ?? found.FirstOrDefault(known => known.Network == network && known.ExpiresAt > now)?.Network
            ?? LoginBudget.Anywhere;
        if (found.FirstOrDefault(known => known.Network == name) is { } budget)
            return budget;
        budget = LoginBudget.Open(account, name, now + Memory);
        await budgets.OpenAsync(budget, cancellationToken);
        return budget;
    }

    /// <summary>Whether the clock has been set back since the budget was written.</summary>
    private bool IsFromTheFuture(LoginBudget budget, DateTimeOffset now) =>
        budget.BlockedUntil > now + _options.LongestWait || budget.ExpiresAt > now + LifetimeOf(budget) + ExpiryTolerance;

    private TimeSpan LifetimeOf(LoginBudget budget) =>
        budget.IsOfNetwork ? TimeSpan.FromDays(_options.KnownNetworkDays) : Memory;

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
            budget.IsOfNetwork ? null : now + Memory);
    }
}

/// <summary>A login whose password may be verified.</summary>
/// <param name="Reservation">The failure that is counted until the password is verified; null if none is counted.</param>
/// <param name="Network">The client's network; null if it is unknown.</param>
public sealed record LoginAttempt(LoginReservation? Reservation, string? Network);
