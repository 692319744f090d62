namespace Auth.Application;

/// <summary>Why something that was asked for was not done, as a client is told it.</summary>
/// <param name="Code">The code that clients compare, as fastapi-users has it.</param>
/// <param name="Reason">A sentence for the user; null where the code says all.</param>
public sealed record AuthError(string Code, string? Reason = null)
{
    /// <summary>How long to wait before the next try; null where that does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When the next try is looked at, in UTC, of a login that has to wait; otherwise null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>No such user, a wrong password, or a user who may not log in: deliberately not told apart.</summary>
    public static readonly AuthError LoginBadCredentials = new("LOGIN_BAD_CREDENTIALS");

    /// <summary>The password was right, but the user's address is not verified.</summary>
    public static readonly AuthError LoginUserNotVerified = new("LOGIN_USER_NOT_VERIFIED");

    /// <summary>The address is another user's.</summary>
    public static readonly AuthError RegisterUserAlreadyExists = new("REGISTER_USER_ALREADY_EXISTS");

    /// <summary>The verification token is forged, expired, for another purpose, or its user or address has changed.</summary>
    public static readonly AuthError VerifyUserBadToken = new("VERIFY_USER_BAD_TOKEN");

    /// <summary>The user's address is verified already.</summary>
    public static readonly AuthError VerifyUserAlreadyVerified = new("VERIFY_USER_ALREADY_VERIFIED");

    /// <summary>The reset token is forged, expired, used, for another purpose, or its user may not log in.</summary>
    public static readonly AuthError ResetPasswordBadToken = new("RESET_PASSWORD_BAD_TOKEN");

    /// <summary>The new address is another user's.</summary>
    public static readonly AuthError UpdateUserEmailAlreadyExists = new("UPDATE_USER_EMAIL_ALREADY_EXISTS");

    /// <summary>The current password, which the change wants, is wrong or not given.</summary>
    public static readonly AuthError UpdateUserBadCurrentPassword = new("UPDATE_USER_BAD_CURRENT_PASSWORD");

    /// <summary>The refresh token is unknown or used up, or its session is over.</summary>
    public static readonly AuthError RefreshBadToken = new("REFRESH_BAD_TOKEN");

    /// <summary>The change would leave no active superuser.</summary>
    public static readonly AuthError LastSuperuser = new("LAST_SUPERUSER");

    /// <summary>The recovery token is invalid, expired or used, or its user is inactive.</summary>
    public static readonly AuthError RecoverEmailBadToken = new("RECOVER_EMAIL_BAD_TOKEN");

    /// <summary>Another user has the e-mail address that is to be restored.</summary>
    public static readonly AuthError RecoverEmailAlreadyExists = new("RECOVER_EMAIL_ALREADY_EXISTS");

    /// <summary>There is no such thing.</summary>
    public static readonly AuthError NotFound = new("Not Found");

    /// <summary>Too many logins at this address have failed; the password was not looked at.</summary>
    public static AuthError LoginThrottled(TimeSpan retryAfter, DateTimeOffset retryAt) =>
        new("LOGIN_THROTTLED") { RetryAfter = retryAfter, RetryAt = retryAt };

    /// <summary>The password breaks a rule, told on registration.</summary>
    public static AuthError RegisterInvalidPassword(string reason) => new("REGISTER_INVALID_PASSWORD", reason);

    /// <summary>The password breaks a rule, told on a reset.</summary>
    public static AuthError ResetPasswordInvalidPassword(string reason) => new("RESET_PASSWORD_INVALID_PASSWORD", reason);

    /// <summary>The password breaks a rule, told on a change of the user.</summary>
    public static AuthError UpdateUserInvalidPassword(string reason) => new("UPDATE_USER_INVALID_PASSWORD", reason);

    /// <summary>The new password breaks a rule, on the recovery of an e-mail address.</summary>
    public static AuthError RecoverEmailInvalidPassword(string reason) => new("RECOVER_EMAIL_INVALID_PASSWORD", reason);

    /// <summary>Too many requests.</summary>
    public static AuthError RateLimited(TimeSpan retryAfter) => new("RATE_LIMITED") { RetryAfter = retryAfter };
}
