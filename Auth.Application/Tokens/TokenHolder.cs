using Auth.Domain.Users;

namespace Auth.Application.Tokens;

/// <summary>Who came with an access token.</summary>
/// <param name="User">The user, as read with the token.</param>
/// <param name="SessionId">The session that the token belongs to; null for one that only expires.</param>
public sealed record TokenHolder(User User, Guid? SessionId);
