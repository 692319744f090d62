namespace Auth.Domain.Throttling;

/// <summary>A failure that is counted before it is known to be one.</summary>
/// <param name="Account">The keyed hash of the address.</param>
/// <param name="Network">Whose budget it is taken from: <see cref="LoginBudget.Network"/>.</param>
/// <param name="FreeFailures">How many failures have no wait after them.</param>
/// <param name="Failures">The failures before this one that <paramref name="BlockedUntil"/> was worked out for.</param>
/// <param name="BlockedUntil">When the next try is looked at, in UTC, if this one uses the budget up.</param>
/// <param name="ExpiresAt">When the budget is forgotten from now on, in UTC; null to leave that as it is.</param>
public sealed record LoginReservation(
    byte[] Account, string Network, int FreeFailures, int Failures, DateTimeOffset BlockedUntil, DateTimeOffset? ExpiresAt);
