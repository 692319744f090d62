using Auth.Domain.Users;

namespace Auth.Application.Backends;

/// <summary>Issues and validates access tokens.</summary>
public interface ITokenStrategy
{
    /// <summary>Issues an access token.</summary>
    /// <param name="user">The user of the token.</param>
    /// <param name="sessionId">The session of the token; null for a token that is valid until it expires.</param>
    /// <returns>The token, which contains only characters that a bearer header permits (RFC 6750 §2.1).</returns>
    Task<string> WriteTokenAsync(User user, Guid? sessionId, CancellationToken cancellationToken);

    /// <summary>Returns the user of an access token.</summary>
    /// <returns>
    /// The user, active or not; otherwise the reason why the token is invalid, its user is deleted, or its session is expired or
    /// revoked. No input causes an exception.
    /// </returns>
    Task<TokenReading<TokenHolder>> ReadTokenAsync(string token, CancellationToken cancellationToken);
}

/// <summary>The user and the session of an access token.</summary>
/// <param name="User">The user, as loaded when the token was validated.</param>
/// <param name="SessionId">The session of the token; null for a token that is valid until it expires.</param>
public sealed record TokenHolder(User User, Guid? SessionId);
