using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Backends;

/// <summary>
/// Defines the access tokens of an authentication backend. Every token belongs to a session and becomes invalid with it.
/// </summary>
public interface ITokenStrategy
{
    /// <summary>The lifetime of an access token.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>Creates an access token. The database stores <see cref="CreatedAccessToken.StoredHash"/> with the session.</summary>
    CreatedAccessToken CreateToken(User user, Session session);

    /// <summary>
    /// Stores an access token outside the database. Called outside transactions, which must not wait for another store. Without the
    /// session in the database, the token is invalid.
    /// </summary>
    /// <exception cref="TokenStoreUnavailableException">The store cannot be reached.</exception>
    Task StoreTokenAsync(CreatedAccessToken token, Session session) => Task.CompletedTask;

    /// <summary>Returns the user of an access token.</summary>
    /// <returns>
    /// The user, active or not; otherwise the reason why the token is invalid, its user is deleted, or its session is expired or
    /// revoked. No input causes an exception.
    /// </returns>
    ValueTask<TokenReading> ReadTokenAsync(string token, CancellationToken cancellationToken);
}

/// <summary>A new access token.</summary>
/// <param name="Value">The token, which contains only characters that a bearer header permits (RFC 6750 §2.1).</param>
/// <param name="StoredHash">The SHA-256 that is stored with the session; null if the database stores nothing.</param>
public readonly record struct CreatedAccessToken(string Value, byte[]? StoredHash = null);

/// <summary>The result of validating an access token.</summary>
/// <param name="User">The user, as loaded when the token was validated; null if the token is invalid.</param>
/// <param name="SessionId">The session of the token; null for a token that is valid until it expires.</param>
/// <param name="Refusal">The reason for refusal; null if the token is valid.</param>
public readonly record struct TokenReading(User? User, Guid? SessionId, TokenRefusal? Refusal)
{
    /// <summary>Creates the result for a valid token.</summary>
    public static TokenReading Valid(User user, Guid? sessionId) => new(user, sessionId, null);

    /// <summary>Creates the result for an invalid token.</summary>
    public static TokenReading Refused(TokenRefusal refusal) => new(null, null, refusal);
}

/// <summary>
/// The reason why a token is invalid, for the operator. Clients receive the same error for all reasons.
/// </summary>
public enum TokenRefusal
{
    /// <summary>
    /// The token does not have the format of its strategy. A JWT can also require an unsupported feature, or have a missing or
    /// mistyped claim.
    /// </summary>
    Malformed,

    /// <summary>The signature is missing, or is by another key or algorithm. JWTs only.</summary>
    BadSignature,

    /// <summary>The token is for another purpose. JWTs only.</summary>
    WrongAudience,

    /// <summary>The issuer is not <see cref="Jwt.JwtOptions.Issuer"/>. JWTs only.</summary>
    WrongIssuer,

    /// <summary>The token is expired.</summary>
    Expired,

    /// <summary>The token is not yet valid. JWTs only.</summary>
    NotYetValid,

    /// <summary>The token is not stored: it was never issued, or it was deleted after its end. Opaque tokens only.</summary>
    Unknown,

    /// <summary>The token has no session, and tokens without a session are not accepted.</summary>
    WithoutSession,

    /// <summary>The session is expired or revoked, or the user is deleted.</summary>
    SessionOver,

    /// <summary>The user is deleted.</summary>
    UnknownUser,

    /// <summary>The user is inactive.</summary>
    InactiveUser,

    /// <summary>
    /// The account has changed since the token was issued: the token was used, the user's password or e-mail address was changed,
    /// or the user is deleted or deactivated.
    /// </summary>
    Outdated,
}
