namespace Auth.Application.Metrics;

/// <summary>The values of the tag <c>auth.outcome</c>.</summary>
public static class Outcome
{
    /// <summary>A login, a refresh or a rehash succeeded.</summary>
    public const string Success = "success";

    /// <summary>The user does not exist, the password is wrong, or the user may not log in.</summary>
    public const string BadCredentials = "bad_credentials";

    /// <summary>The password was right, but the user's e-mail address is not verified.</summary>
    public const string NotVerified = "not_verified";

    /// <summary>The first factor was right, and the user has a second one.</summary>
    public const string SecondFactorRequired = "second_factor_required";

    /// <summary>Too many logins at the address have failed.</summary>
    public const string Throttled = "throttled";

    /// <summary>The queue of passwords to hash was full.</summary>
    public const string Busy = "busy";

    /// <summary>The refresh token is unknown, or its session is expired or revoked.</summary>
    public const string BadToken = "bad_token";

    /// <summary>The refresh token was presented again after its grace period.</summary>
    public const string Reused = "reused";

    /// <summary>A mail server accepted the mail, or the mail was written to the pickup folder.</summary>
    public const string Sent = "sent";

    /// <summary>The mail was not delivered and is not retried, or a hash could not be stored.</summary>
    public const string Failed = "failed";

    /// <summary>The mail or the rehash was dropped without an attempt: the queue was full, or no mail delivery is configured.</summary>
    public const string Dropped = "dropped";

    /// <summary>The password hash was changed or replaced in the meantime.</summary>
    public const string Outdated = "outdated";

    /// <summary>An external provider refused the login, for example because the user canceled it.</summary>
    public const string Denied = "denied";

    /// <summary>A passkey was added.</summary>
    public const string Added = "added";

    /// <summary>A passkey was removed.</summary>
    public const string Removed = "removed";

    /// <summary>The counter of a passkey was not higher than before.</summary>
    public const string Cloned = "cloned";

    /// <summary>Returns the outcome of an external login: a fixed set of values, whatever the provider sends.</summary>
    public static string Of(AuthError? error) => error switch
    {
        null => Success,
        { Code: AuthErrorCode.LoginBadCredentials } => BadCredentials,
        {
            Code: AuthErrorCode.StateDecodeError or AuthErrorCode.StateExpired or AuthErrorCode.OAuthInvalidState
            or AuthErrorCode.BadRequest
        } => "invalid_state",
        { Code: AuthErrorCode.OAuthNotAvailableEmail } => "no_email",
        { Code: AuthErrorCode.OAuthUserAlreadyExists or AuthErrorCode.OAuthTooManyAccounts } => "user_exists",
        { Code: AuthErrorCode.OAuthRegistrationClosed } => "registration_closed",
        { Code: AuthErrorCode.OAuthCodeRefused } => "code_refused",
        { Code: AuthErrorCode.OAuthInvalidIdToken } => "invalid_id_token",
        { Code: AuthErrorCode.OAuthProviderError } => "provider_error",
        { Code: AuthErrorCode.OAuthProviderUnavailable } => "provider_unavailable",
        { Code: AuthErrorCode.OAuthProviderTimeout } => "provider_timeout",

        // The text is the provider's, so it is no tag.
        _ => Denied,
    };
}
