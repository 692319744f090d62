using Auth.Domain.Throttling;

namespace Auth.Application.Throttling;

/// <summary>A login whose password may be looked at.</summary>
/// <param name="Reservation">The failure that is counted until the password is known to be right; null when none is.</param>
/// <param name="Network">Where it comes from; null when that is not known.</param>
public sealed record LoginAttempt(LoginReservation? Reservation, string? Network);
