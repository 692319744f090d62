namespace Auth.Application;

/// <summary>The kind of an <see cref="AuthError"/>.</summary>
public enum AuthErrorKind
{
    /// <summary>The request violates a rule, or its token is invalid.</summary>
    Invalid,

    /// <summary>The body violates a rule. The error has the format of an invalid member.</summary>
    InvalidBody,

    /// <summary>The credentials are invalid, or the user may not log in.</summary>
    LoginRefused,

    /// <summary>The user's authentication is not sufficient for the request.</summary>
    Forbidden,

    /// <summary>Too many attempts. A later attempt can succeed.</summary>
    Throttled,

    /// <summary>The requested object does not exist.</summary>
    NotFound,

    /// <summary>An external provider sent an unusable response.</summary>
    ProviderFailed,

    /// <summary>An external provider is unavailable. A later attempt can succeed.</summary>
    ProviderUnavailable,

    /// <summary>An external provider did not respond in time.</summary>
    ProviderTimeout,
}
