using Auth.Application.Audit;

namespace Auth.Application.Users;

/// <summary>Somebody asked for a token to be mailed to this address, which may be anybody's or nobody's.</summary>
/// <param name="Purpose">What the token is for.</param>
/// <param name="Email">The address as it was asked for.</param>
/// <param name="Caller">Who asked.</param>
public sealed record TokenRequest(TokenPurpose Purpose, string Email, Caller Caller);
