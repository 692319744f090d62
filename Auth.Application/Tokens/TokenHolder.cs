using Auth.Domain.Users;

namespace Auth.Application.Tokens;

/// <summary>The user and the session of an access token.</summary>
/// <param name="User">The user, as loaded when the token was validated.</param>
/// <param name="SessionId">The session of the token; null for a token that is valid until it expires.</param>
public sealed record TokenHolder(User User, Guid? SessionId);
