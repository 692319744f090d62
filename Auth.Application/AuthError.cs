using Auth.Application.Users.Fields;

namespace Auth.Application;

/// <summary>The reason for a failed operation, as reported to the client.</summary>
/// <param name="Kind">The kind of error, which determines the HTTP status.</param>
/// <param name="Code">The error code that clients compare, as in fastapi-users.</param>
/// <param name="Reason">A message for the user; null if the code is sufficient.</param>
public sealed record AuthError(AuthErrorKind Kind, string Code, string? Reason = null)
{
    /// <summary>The delay before the next attempt; null if a repeated attempt cannot succeed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The time from which the next attempt of a throttled login is accepted, in UTC; otherwise null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>
    /// The user does not exist, the password is wrong, or the user may not log in. All three deliberately have the same code.
    /// </summary>
    public static readonly AuthError LoginBadCredentials = new(AuthErrorKind.LoginRefused, AuthErrorCode.LoginBadCredentials);

    /// <summary>The password was right, but the user's e-mail address is not verified.</summary>
    public static readonly AuthError LoginUserNotVerified = new(AuthErrorKind.LoginRefused, AuthErrorCode.LoginUserNotVerified);

    /// <summary>Another user has the e-mail address.</summary>
    public static readonly AuthError RegisterUserAlreadyExists = new(AuthErrorKind.Invalid, AuthErrorCode.RegisterUserAlreadyExists);

    /// <summary>The invitation is missing, forged, expired, used, replaced, for another address, or its sender may not invite.</summary>
    public static readonly AuthError RegisterInvalidInvitation = new(AuthErrorKind.Invalid, AuthErrorCode.RegisterInvalidInvitation);

    /// <summary>The verification token is forged, expired or for another purpose, or its user or address has changed.</summary>
    public static readonly AuthError VerifyUserBadToken = new(AuthErrorKind.Invalid, AuthErrorCode.VerifyUserBadToken);

    /// <summary>The user's e-mail address is already verified.</summary>
    public static readonly AuthError VerifyUserAlreadyVerified = new(AuthErrorKind.Invalid, AuthErrorCode.VerifyUserAlreadyVerified);

    /// <summary>The reset token is forged, expired, used or for another purpose, or its user may not log in.</summary>
    public static readonly AuthError ResetPasswordBadToken = new(AuthErrorKind.Invalid, AuthErrorCode.ResetPasswordBadToken);

    /// <summary>Another user has the new e-mail address.</summary>
    public static readonly AuthError UpdateUserEmailAlreadyExists = new(AuthErrorKind.Invalid, AuthErrorCode.UpdateUserEmailAlreadyExists);

    /// <summary>The change requires the current password, which is wrong or missing.</summary>
    public static readonly AuthError UpdateUserBadCurrentPassword = new(AuthErrorKind.Invalid, AuthErrorCode.UpdateUserBadCurrentPassword);

    /// <summary>The refresh token is unknown or used, or its session is expired or revoked.</summary>
    public static readonly AuthError RefreshBadToken = new(AuthErrorKind.Invalid, AuthErrorCode.RefreshBadToken);

    /// <summary>The change would leave no active superuser.</summary>
    public static readonly AuthError LastSuperuser = new(AuthErrorKind.Invalid, AuthErrorCode.LastSuperuser);

    /// <summary>The recovery token is invalid, expired or used, or its user is inactive.</summary>
    public static readonly AuthError RecoverEmailBadToken = new(AuthErrorKind.Invalid, AuthErrorCode.RecoverEmailBadToken);

    /// <summary>Another user has the e-mail address of the recovery token.</summary>
    public static readonly AuthError RecoverEmailAlreadyExists = new(AuthErrorKind.Invalid, AuthErrorCode.RecoverEmailAlreadyExists);

    /// <summary>All values of the user fields together are too long.</summary>
    public static readonly AuthError UserFieldsTooLong = new(
        AuthErrorKind.InvalidBody, AuthErrorCode.ValueError,
        $"Value error, the user fields are longer than {StoredFields.MaxBytes} bytes in JSON");

    /// <summary>The requested object does not exist.</summary>
    public static readonly AuthError NotFound = new(AuthErrorKind.NotFound, AuthErrorCode.NotFound);

    /// <summary>Too many logins at this address have failed. The password was not verified.</summary>
    public static AuthError LoginThrottled(TimeSpan retryAfter, DateTimeOffset retryAt) =>
        new(AuthErrorKind.Throttled, AuthErrorCode.LoginThrottled) { RetryAfter = retryAfter, RetryAt = retryAt };

    /// <summary>The password of a registration violates the password policy.</summary>
    public static AuthError RegisterInvalidPassword(string reason) => new(AuthErrorKind.Invalid, AuthErrorCode.RegisterInvalidPassword, reason);

    /// <summary>The new password of a reset violates the password policy.</summary>
    public static AuthError ResetPasswordInvalidPassword(string reason) => new(AuthErrorKind.Invalid, AuthErrorCode.ResetPasswordInvalidPassword, reason);

    /// <summary>The new password of a user update violates the password policy.</summary>
    public static AuthError UpdateUserInvalidPassword(string reason) => new(AuthErrorKind.Invalid, AuthErrorCode.UpdateUserInvalidPassword, reason);

    /// <summary>The new password of an e-mail recovery violates the password policy.</summary>
    public static AuthError RecoverEmailInvalidPassword(string reason) => new(AuthErrorKind.Invalid, AuthErrorCode.RecoverEmailInvalidPassword, reason);

    /// <summary>The client sent too many requests.</summary>
    public static AuthError RateLimited(TimeSpan retryAfter) => new(AuthErrorKind.Throttled, AuthErrorCode.RateLimited) { RetryAfter = retryAfter };
}

/// <summary>The kind of an <see cref="AuthError"/>.</summary>
public enum AuthErrorKind
{
    /// <summary>The request violates a rule, or its token is invalid.</summary>
    Invalid,

    /// <summary>The body violates a rule. The error has the format of an invalid member.</summary>
    InvalidBody,

    /// <summary>The credentials are invalid, or the user may not log in.</summary>
    LoginRefused,

    /// <summary>Too many attempts. A later attempt can succeed.</summary>
    Throttled,

    /// <summary>The requested object does not exist.</summary>
    NotFound,
}
