using Auth.Application;

namespace Auth.Api.OpenApi;

/// <summary>Documents the errors of the callback of an external login.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesCallbackErrorsAttribute : Attribute
{
    /// <summary>The codes of the status 400. The codes of a refusal are the provider's.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        AuthErrorCode.BadRequest, AuthErrorCode.StateDecodeError, AuthErrorCode.StateExpired, AuthErrorCode.OAuthInvalidState,
        AuthErrorCode.OAuthCodeRefused, AuthErrorCode.OAuthInvalidIdToken, AuthErrorCode.OAuthNotAvailableEmail,
        AuthErrorCode.OAuthUserAlreadyExists, AuthErrorCode.OAuthRegistrationClosed, AuthErrorCode.OAuthTooManyAccounts,
        AuthErrorCode.LoginBadCredentials,
        AuthErrorCode.LoginUserNotVerified,
    ];
}

/// <summary>Documents the errors of requests to an external provider.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesProviderErrorsAttribute : Attribute;
