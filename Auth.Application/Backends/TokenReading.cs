using System.Diagnostics.CodeAnalysis;
using Auth.Application.Backends.Jwt;

namespace Auth.Application.Backends;

/// <summary>The result of validating a token: its content, or the reason for refusal.</summary>
/// <typeparam name="T">The type of the content.</typeparam>
/// <param name="Value">The content; null if the token is invalid.</param>
/// <param name="Refusal">The reason for refusal; null if the token is valid.</param>
public readonly record struct TokenReading<T>(T? Value, TokenRefusal? Refusal)
    where T : class
{
    /// <summary>Creates the result for a valid token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning what the token says or a refusal.")]
    public static implicit operator TokenReading<T>(T value) => new(value, null);

    /// <summary>Creates the result for an invalid token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning what the token says or a refusal.")]
    public static implicit operator TokenReading<T>(TokenRefusal refusal) => new(null, refusal);
}

/// <summary>
/// The reason why a token is invalid, for the operator. Clients receive the same error for all reasons.
/// </summary>
public enum TokenRefusal
{
    /// <summary>The token is malformed, requires an unsupported feature, or has a missing or mistyped claim.</summary>
    Malformed,

    /// <summary>The signature is missing, or is by another key or algorithm.</summary>
    BadSignature,

    /// <summary>The token is for another purpose.</summary>
    WrongAudience,

    /// <summary>The issuer is not <see cref="JwtOptions.Issuer"/>.</summary>
    WrongIssuer,

    /// <summary>The token is expired.</summary>
    Expired,

    /// <summary>The token is not yet valid.</summary>
    NotYetValid,

    /// <summary>The token has no session, and <see cref="JwtOptions.AcceptTokensWithoutSession"/> is off.</summary>
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
