namespace Auth.Domain.Throttling;

/// <summary>A failure that is counted before the password is verified.</summary>
/// <param name="Account">The keyed hash of the address.</param>
/// <param name="Network">The <see cref="LoginBudget.Network"/> of the budget that counts the failure.</param>
/// <param name="FreeFailures">The number of failures that cause no wait.</param>
/// <param name="Failures">The number of earlier failures, on which <paramref name="BlockedUntil"/> is based.</param>
/// <param name="BlockedUntil">The time from which the next attempt is accepted, in UTC, if the budget is exhausted.</param>
/// <param name="ExpiresAt">The new expiry of the budget, in UTC; null to keep the current expiry.</param>
public sealed record LoginReservation(
    byte[] Account, string Network, int FreeFailures, int Failures, DateTimeOffset BlockedUntil, DateTimeOffset? ExpiresAt);
