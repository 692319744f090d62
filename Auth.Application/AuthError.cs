namespace Auth.Application;

/// <summary>The reason for a failed operation, as reported to the client.</summary>
/// <param name="Code">The error code that clients compare, as in fastapi-users.</param>
/// <param name="Reason">A message for the user; null if the code is sufficient.</param>
public sealed record AuthError(string Code, string? Reason = null)
{
    /// <summary>The delay before the next attempt; null if a repeated attempt cannot succeed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The time from which the next attempt of a throttled login is accepted, in UTC; otherwise null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>
    /// The user does not exist, the password is wrong, or the user may not log in. All three deliberately have the same code.
    /// </summary>
    public static readonly AuthError LoginBadCredentials = new("LOGIN_BAD_CREDENTIALS");

    /// <summary>The password was right, but the user's e-mail address is not verified.</summary>
    public static readonly AuthError LoginUserNotVerified = new("LOGIN_USER_NOT_VERIFIED");

    /// <summary>Another user has the e-mail address.</summary>
    public static readonly AuthError RegisterUserAlreadyExists = new("REGISTER_USER_ALREADY_EXISTS");

    /// <summary>The verification token is forged, expired or for another purpose, or its user or address has changed.</summary>
    public static readonly AuthError VerifyUserBadToken = new("VERIFY_USER_BAD_TOKEN");

    /// <summary>The user's e-mail address is already verified.</summary>
    public static readonly AuthError VerifyUserAlreadyVerified = new("VERIFY_USER_ALREADY_VERIFIED");

    /// <summary>The reset token is forged, expired, used or for another purpose, or its user may not log in.</summary>
    public static readonly AuthError ResetPasswordBadToken = new("RESET_PASSWORD_BAD_TOKEN");

    /// <summary>Another user has the new e-mail address.</summary>
    public static readonly AuthError UpdateUserEmailAlreadyExists = new("UPDATE_USER_EMAIL_ALREADY_EXISTS");

    /// <summary>The change requires the current password, which is wrong or missing.</summary>
    public static readonly AuthError UpdateUserBadCurrentPassword = new("UPDATE_USER_BAD_CURRENT_PASSWORD");

    /// <summary>The refresh token is unknown or used, or its session is expired or revoked.</summary>
    public static readonly AuthError RefreshBadToken = new("REFRESH_BAD_TOKEN");

    /// <summary>The change would leave no active superuser.</summary>
    public static readonly AuthError LastSuperuser = new("LAST_SUPERUSER");

    /// <summary>The recovery token is invalid, expired or used, or its user is inactive.</summary>
    public static readonly AuthError RecoverEmailBadToken = new("RECOVER_EMAIL_BAD_TOKEN");

    /// <summary>Another user has the e-mail address of the recovery token.</summary>
    public static readonly AuthError RecoverEmailAlreadyExists = new("RECOVER_EMAIL_ALREADY_EXISTS");

    /// <summary>The requested object does not exist.</summary>
    public static readonly AuthError NotFound = new("Not Found");

    /// <summary>Too many logins at this address have failed. The password was not verified.</summary>
    public static AuthError LoginThrottled(TimeSpan retryAfter, DateTimeOffset retryAt) =>
        new("LOGIN_THROTTLED") { RetryAfter = retryAfter, RetryAt = retryAt };

    /// <summary>The password of a registration violates the password policy.</summary>
    public static AuthError RegisterInvalidPassword(string reason) => new("REGISTER_INVALID_PASSWORD", reason);

    /// <summary>The new password of a reset violates the password policy.</summary>
    public static AuthError ResetPasswordInvalidPassword(string reason) => new("RESET_PASSWORD_INVALID_PASSWORD", reason);

    /// <summary>The new password of a user update violates the password policy.</summary>
    public static AuthError UpdateUserInvalidPassword(string reason) => new("UPDATE_USER_INVALID_PASSWORD", reason);

    /// <summary>The new password of an e-mail recovery violates the password policy.</summary>
    public static AuthError RecoverEmailInvalidPassword(string reason) => new("RECOVER_EMAIL_INVALID_PASSWORD", reason);

    /// <summary>The client sent too many requests.</summary>
    public static AuthError RateLimited(TimeSpan retryAfter) => new("RATE_LIMITED") { RetryAfter = retryAfter };
}
