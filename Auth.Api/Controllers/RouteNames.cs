
namespace Auth.Api.Controllers;

/// <summary>The route names of fastapi-users. <c>LinkGenerator</c> resolves routes by name.</summary>
internal static class RouteNames
{
    public const string Login = "auth:" + Backend + ".login";
    public const string Logout = "auth:" + Backend + ".logout";
    public const string Refresh = "auth:" + Backend + ".refresh";
    public const string Revoke = "auth:" + Backend + ".revoke";
    public const string SecondFactor = "auth:" + Backend + ".second_factor";
    public const string Register = "register:register";
    public const string RequestVerifyToken = "verify:request-token";
    public const string Verify = "verify:verify";
    public const string ForgotPassword = "reset:forgot_password";
    public const string ResetPassword = "reset:reset_password";
    public const string RecoverEmail = "reset:recover_email";
    public const string CurrentUser = "users:current_user";
    public const string PatchCurrentUser = "users:patch_current_user";
    public const string User = "users:user";
    public const string PatchUser = "users:patch_user";
    public const string DeleteUser = "users:delete_user";
    public const string Invite = "users:invite";
    public const string ListUsers = "users:list_users";
    public const string CurrentUserSessions = "users:current_user_sessions";
    public const string EndCurrentUserSession = "users:end_current_user_session";
    public const string EndCurrentUserSessions = "users:end_current_user_sessions";
    public const string UserSessions = "users:user_sessions";
    public const string EndUserSession = "users:end_user_session";
    public const string EndUserSessions = "users:end_user_sessions";
    public const string Exchange = "auth:" + Backend + ".exchange";
    public const string ExternalAuthorize = "oauth:" + Provider + "." + Backend + ".authorize";
    public const string ExternalCallback = "oauth:" + Provider + "." + Backend + ".callback";
    public const string ExternalPostedCallback = "oauth:" + Provider + "." + Backend + ".posted_callback";
    public const string AssociateAuthorize = "oauth-associate:" + Provider + ".authorize";
    public const string AssociateCallback = "oauth-associate:" + Provider + ".callback";
    public const string AssociatePostedCallback = "oauth-associate:" + Provider + ".posted_callback";
    public const string CurrentUserExternalLogins = "users:current_user_external_logins";
    public const string UnlinkCurrentUser = "users:unlink_current_user";
    public const string CurrentUserProviderToken = "users:current_user_provider_token";
    public const string UserExternalLogins = "users:user_external_logins";
    public const string UnlinkUser = "users:unlink_user";
    public const string PasskeyOptions = "users:current_user_passkey_options";
    public const string AddPasskey = "users:add_current_user_passkey";
    public const string CurrentUserPasskeys = "users:current_user_passkeys";
    public const string PatchPasskey = "users:patch_current_user_passkey";
    public const string RemovePasskey = "users:remove_current_user_passkey";
    public const string PasskeyStepUpOptions = "users:current_user_passkey_step_up_options";
    public const string PasskeyLoginOptions = "auth:" + Backend + ".passkey_options";
    public const string PasskeyLogin = "auth:" + Backend + ".passkey";
    public const string RequestMagicLink = "reset:request_magic_link";
    public const string MagicLinkLogin = "auth:" + Backend + ".magic_link";
    public const string StepUp = "auth:" + Backend + ".step_up";
    public const string CurrentUserSecondFactors = "users:current_user_second_factors";
    public const string BeginTotp = "users:begin_totp";
    public const string ConfirmTotp = "users:confirm_totp";
    public const string RemoveTotp = "users:remove_totp";
    public const string RenewRecoveryCodes = "users:renew_recovery_codes";
    public const string UserSecondFactors = "users:user_second_factors";
    public const string RemoveUserSecondFactors = "users:remove_user_second_factors";
    public const string RemoveUserSecondFactor = "users:remove_user_second_factor";
    public const string Keys = "keys:jwks";
    public const string ListAudit = "audit:list_events";

    /// <summary>The placeholder for the name of the backend.</summary>
    public const string Backend = "{backend}";

    /// <summary>The placeholder for the name of the external provider.</summary>
    public const string Provider = "{provider}";
}
