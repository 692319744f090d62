using Auth.Domain.Throttling;

namespace Auth.Application.Throttling;

/// <summary>A login whose password may be verified.</summary>
/// <param name="Reservation">The failure that is counted until the password is verified; null if none is counted.</param>
/// <param name="Network">The client's network; null if it is unknown.</param>
public sealed record LoginAttempt(LoginReservation? Reservation, string? Network);
