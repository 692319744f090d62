
namespace Auth.Application;

#pragma warning disable CS1591 // The members of AuthError document the codes.

/// <summary>The error codes in responses, which clients compare.</summary>
public static class AuthErrorCode
{
    public const string LoginBadCredentials = "LOGIN_BAD_CREDENTIALS";
    public const string LoginUserNotVerified = "LOGIN_USER_NOT_VERIFIED";
    public const string RegisterUserAlreadyExists = "REGISTER_USER_ALREADY_EXISTS";
    public const string RegisterInvalidInvitation = "REGISTER_INVALID_INVITATION";
    public const string VerifyUserBadToken = "VERIFY_USER_BAD_TOKEN";
    public const string VerifyUserAlreadyVerified = "VERIFY_USER_ALREADY_VERIFIED";
    public const string ResetPasswordBadToken = "RESET_PASSWORD_BAD_TOKEN";
    public const string UpdateUserEmailAlreadyExists = "UPDATE_USER_EMAIL_ALREADY_EXISTS";
    public const string UpdateUserBadCurrentPassword = "UPDATE_USER_BAD_CURRENT_PASSWORD";
    public const string RefreshBadToken = "REFRESH_BAD_TOKEN";
    public const string LastSuperuser = "LAST_SUPERUSER";
    public const string RecoverEmailBadToken = "RECOVER_EMAIL_BAD_TOKEN";
    public const string RecoverEmailAlreadyExists = "RECOVER_EMAIL_ALREADY_EXISTS";
    public const string NotFound = "Not Found";
    public const string LoginThrottled = "LOGIN_THROTTLED";
    public const string RegisterInvalidPassword = "REGISTER_INVALID_PASSWORD";
    public const string ResetPasswordInvalidPassword = "RESET_PASSWORD_INVALID_PASSWORD";
    public const string UpdateUserInvalidPassword = "UPDATE_USER_INVALID_PASSWORD";
    public const string RecoverEmailInvalidPassword = "RECOVER_EMAIL_INVALID_PASSWORD";
    public const string RateLimited = "RATE_LIMITED";
    public const string BadRequest = "Bad Request";
    public const string StateDecodeError = "ACCESS_TOKEN_DECODE_ERROR";
    public const string StateExpired = "ACCESS_TOKEN_ALREADY_EXPIRED";
    public const string OAuthInvalidState = "OAUTH_INVALID_STATE";
    public const string OAuthNotAvailableEmail = "OAUTH_NOT_AVAILABLE_EMAIL";
    public const string OAuthUserAlreadyExists = "OAUTH_USER_ALREADY_EXISTS";
    public const string OAuthRegistrationClosed = "OAUTH_REGISTRATION_CLOSED";
    public const string OAuthTooManyAccounts = "OAUTH_TOO_MANY_ACCOUNTS";
    public const string OAuthReturnUrlNotAllowed = "OAUTH_RETURN_URL_NOT_ALLOWED";
    public const string OAuthCodeRefused = "OAUTH_CODE_REFUSED";
    public const string OAuthInvalidIdToken = "OAUTH_INVALID_ID_TOKEN";
    public const string OAuthTokensExpired = "OAUTH_TOKENS_EXPIRED";
    public const string OAuthProviderError = "OAUTH_PROVIDER_ERROR";
    public const string OAuthProviderUnavailable = "OAUTH_PROVIDER_UNAVAILABLE";
    public const string OAuthProviderTimeout = "OAUTH_PROVIDER_TIMEOUT";
    public const string LastCredential = "LAST_CREDENTIAL";
    public const string LoginBadCode = "LOGIN_BAD_CODE";
    public const string PasskeyBadChallenge = "PASSKEY_BAD_CHALLENGE";
    public const string PasskeyInvalid = "PASSKEY_INVALID";
    public const string PasskeyAlreadyRegistered = "PASSKEY_ALREADY_REGISTERED";
    public const string PasskeyTooMany = "PASSKEY_TOO_MANY";
    public const string MagicLinkReturnUrlNotAllowed = "MAGIC_LINK_RETURN_URL_NOT_ALLOWED";
    public const string LoginSecondFactorRequired = "LOGIN_SECOND_FACTOR_REQUIRED";
    public const string SecondFactorBadToken = "SECOND_FACTOR_BAD_TOKEN";
    public const string SecondFactorBadCode = "SECOND_FACTOR_BAD_CODE";
    public const string TotpBadCode = "TOTP_BAD_CODE";
    public const string RecentLoginRequired = "RECENT_LOGIN_REQUIRED";
    public const string SecondFactorRequired = "SECOND_FACTOR_REQUIRED";
    public const string SecondFactorEnrolmentRequired = "SECOND_FACTOR_ENROLMENT_REQUIRED";

    // The type of a validation error, in the format of pydantic.
    public const string ValueError = "value_error";

    // The codes of exceptions, which have no AuthError.
    public const string ServerBusy = "SERVER_BUSY";
    public const string DatabaseUnavailable = "DATABASE_UNAVAILABLE";
    public const string TokenStoreUnavailable = "TOKEN_STORE_UNAVAILABLE";

    // The code of a rejection before the application services.
    public const string CsrfRejected = "CSRF_REJECTED";
}
