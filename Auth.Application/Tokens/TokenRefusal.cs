namespace Auth.Application.Tokens;

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
