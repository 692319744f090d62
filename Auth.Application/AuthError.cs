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

    /// <summary>What the client needs to complete a login with a second factor; otherwise null.</summary>
    public MissingSecondFactor? MissingSecondFactor { get; init; }

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

    /// <summary>The request lacks a parameter, repeats it, or is for another user.</summary>
    public static readonly AuthError BadRequest = new(AuthErrorKind.Invalid, AuthErrorCode.BadRequest);

    /// <summary>The state of an external login is missing, forged or for another purpose.</summary>
    public static readonly AuthError StateDecodeError = new(AuthErrorKind.Invalid, AuthErrorCode.StateDecodeError);

    /// <summary>The state of an external login is expired.</summary>
    public static readonly AuthError StateExpired = new(AuthErrorKind.Invalid, AuthErrorCode.StateExpired);

    /// <summary>
    /// The state of an external login is from another browser, for another route or used, or the response is from another provider.
    /// </summary>
    public static readonly AuthError OAuthInvalidState = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthInvalidState);

    /// <summary>The provider has sent no valid e-mail address.</summary>
    public static readonly AuthError OAuthNotAvailableEmail = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthNotAvailableEmail);

    /// <summary>Another user has the e-mail address or the account at the provider.</summary>
    public static readonly AuthError OAuthUserAlreadyExists = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthUserAlreadyExists);

    /// <summary>No user has the account, and the person may not register.</summary>
    public static readonly AuthError OAuthRegistrationClosed = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthRegistrationClosed);

    /// <summary>The user has the maximum number of linked accounts.</summary>
    public static readonly AuthError OAuthTooManyAccounts = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthTooManyAccounts);

    /// <summary>The URL to return to is not in the list of permitted URLs.</summary>
    public static readonly AuthError OAuthReturnUrlNotAllowed = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthReturnUrlNotAllowed);

    /// <summary>The provider has refused the authorization code.</summary>
    public static readonly AuthError OAuthCodeRefused = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthCodeRefused);

    /// <summary>The id token of the provider is missing or invalid.</summary>
    public static readonly AuthError OAuthInvalidIdToken = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthInvalidIdToken);

    /// <summary>The provider's tokens are expired and cannot be refreshed.</summary>
    public static readonly AuthError OAuthTokensExpired = new(AuthErrorKind.Invalid, AuthErrorCode.OAuthTokensExpired);

    /// <summary>The response of the provider is unusable.</summary>
    public static readonly AuthError OAuthProviderError = new(AuthErrorKind.ProviderFailed, AuthErrorCode.OAuthProviderError);

    /// <summary>The provider cannot be reached or reports a failure.</summary>
    public static readonly AuthError OAuthProviderUnavailable =
        new(AuthErrorKind.ProviderUnavailable, AuthErrorCode.OAuthProviderUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>The provider did not respond in time.</summary>
    public static readonly AuthError OAuthProviderTimeout = new(AuthErrorKind.ProviderTimeout, AuthErrorCode.OAuthProviderTimeout);

    /// <summary>The change would leave the user without a password, an external login and a passkey.</summary>
    public static readonly AuthError LastCredential = new(AuthErrorKind.Invalid, AuthErrorCode.LastCredential);

    /// <summary>The login code or the mailed token is unknown, expired, used, for another client, or its user has changed.</summary>
    public static readonly AuthError LoginBadCode = new(AuthErrorKind.Invalid, AuthErrorCode.LoginBadCode);

    /// <summary>The challenge of a second factor is forged, expired, used, or for another client, or its user has changed.</summary>
    public static readonly AuthError SecondFactorBadToken = new(AuthErrorKind.LoginRefused, AuthErrorCode.SecondFactorBadToken);

    /// <summary>The code of a second factor is wrong or used, or the user has no factor of this kind.</summary>
    public static readonly AuthError SecondFactorBadCode = new(AuthErrorKind.LoginRefused, AuthErrorCode.SecondFactorBadCode);

    /// <summary>The code with which an authenticator app is confirmed is wrong, or there is no app to confirm.</summary>
    public static readonly AuthError TotpBadCode = new(AuthErrorKind.Invalid, AuthErrorCode.TotpBadCode);

    /// <summary>The request requires that the user has logged in or confirmed the login recently.</summary>
    public static readonly AuthError RecentLoginRequired = new(
        AuthErrorKind.Forbidden, AuthErrorCode.RecentLoginRequired, "Confirm your login with your password or a second factor");

    /// <summary>The request requires a session with a second factor.</summary>
    public static readonly AuthError SecondFactorRequired = new(
        AuthErrorKind.Forbidden, AuthErrorCode.SecondFactorRequired, "Confirm your login with a second factor");

    /// <summary>The request requires that the user has a second factor.</summary>
    public static readonly AuthError SecondFactorEnrolmentRequired = new(
        AuthErrorKind.Forbidden, AuthErrorCode.SecondFactorEnrolmentRequired, "Set up a second factor");

    /// <summary>The identity was proved by one factor, and the user has a second one.</summary>
    public static AuthError LoginSecondFactorRequired(MissingSecondFactor missing) =>
        new(AuthErrorKind.LoginRefused, AuthErrorCode.LoginSecondFactorRequired) { MissingSecondFactor = missing };

    /// <summary>The challenge of a passkey is forged, expired, used, or for another purpose.</summary>
    public static readonly AuthError PasskeyBadChallenge = new(AuthErrorKind.Invalid, AuthErrorCode.PasskeyBadChallenge);

    /// <summary>The new passkey is malformed, its signature is wrong, or its authenticator is not allowed.</summary>
    public static readonly AuthError PasskeyInvalid = new(AuthErrorKind.Invalid, AuthErrorCode.PasskeyInvalid);

    /// <summary>The passkey was added before, by this user or another one.</summary>
    public static readonly AuthError PasskeyAlreadyRegistered = new(AuthErrorKind.Invalid, AuthErrorCode.PasskeyAlreadyRegistered);

    /// <summary>The user has the maximum number of passkeys.</summary>
    public static readonly AuthError PasskeyTooMany = new(AuthErrorKind.Invalid, AuthErrorCode.PasskeyTooMany);

    /// <summary>The URL to return to is not in the list of permitted URLs of logins by mail.</summary>
    public static readonly AuthError MagicLinkReturnUrlNotAllowed =
        new(AuthErrorKind.Invalid, AuthErrorCode.MagicLinkReturnUrlNotAllowed);

    /// <summary>Too many logins at this address have failed. The password was not verified.</summary>
    public static AuthError LoginThrottled(TimeSpan retryAfter, DateTimeOffset retryAt) =>
        new(AuthErrorKind.Throttled, AuthErrorCode.LoginThrottled) { RetryAfter = retryAfter, RetryAt = retryAt };

    /// <summary>The provider has refused the login with an error code of RFC 6749 §4.1.2.1.</summary>
    public static AuthError OAuthRefused(string code) => new(AuthErrorKind.Invalid, code);

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
