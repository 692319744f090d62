using Auth.Application.Throttling;
using Auth.Domain.Users;

namespace Auth.Application.Login;

/// <summary>A user whose identity was proved, and who has not logged in yet.</summary>
/// <param name="User">The user, with the security stamp at the time of the proof.</param>
/// <param name="Attempt">The throttled attempt that succeeded, if the proof was a password.</param>
public sealed record AuthenticatedUser(User User, LoginAttempt? Attempt);
