namespace Auth.Application.Tokens;

/// <summary>Why a token is not good: for the operator, since a client is told only that it is not.</summary>
public enum TokenRefusal
{
    /// <summary>It is no token, asks for something that is not done here, or a claim is missing or of a wrong type.</summary>
    Malformed,

    /// <summary>It has no signature, or one by another key or algorithm.</summary>
    BadSignature,

    /// <summary>It is for something else.</summary>
    WrongAudience,

    /// <summary>It names another issuer than <see cref="JwtOptions.Issuer"/>.</summary>
    WrongIssuer,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not come.</summary>
    NotYetValid,

    /// <summary>It belongs to no session where <see cref="JwtOptions.AcceptTokensWithoutSession"/> is off.</summary>
    WithoutSession,

    /// <summary>Its session has ended, or its user is gone with it.</summary>
    SessionOver,

    /// <summary>Its user is gone.</summary>
    UnknownUser,

    /// <summary>Its user may not log in.</summary>
    InactiveUser,

    /// <summary>
    /// What it was issued for is no longer so: it was used, or its user's password or address changed, or they are gone or
    /// barred.
    /// </summary>
    Outdated,
}
