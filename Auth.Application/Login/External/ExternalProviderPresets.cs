namespace Auth.Application.Login.External;

/// <summary>The settings of well-known providers.</summary>
internal static class ExternalProviderPresets
{
    private static readonly Dictionary<string, ExternalProviderOptions> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Google"] = new()
        {
            Issuer = "https://accounts.google.com",
            EmailVerifiedPath = "email_verified",
            Scopes = { "openid", "email", "profile" },
        },

        // The address of a work account is not verified by Microsoft. xms_edov is an optional claim that states whether it is.
        ["Microsoft"] = new()
        {
            Issuer = "https://login.microsoftonline.com/{tenant}/v2.0",
            EmailVerifiedPath = "xms_edov",
            Scopes = { "openid", "email", "profile" },
        },
        ["Apple"] = new()
        {
            Issuer = "https://appleid.apple.com",
            EmailVerifiedPath = "email_verified",
            ResponseMode = ResponseMode.FormPost,
            ClientAuthentication = ClientAuthentication.Post,
        },

        // The id token has no name. With its path set, the profile is requested.
        ["GitLab"] = new()
        {
            Issuer = "https://gitlab.com",
            EmailVerifiedPath = "email_verified",
            NamePath = "name",
            Scopes = { "openid", "email", "profile" },
        },
        ["Keycloak"] = new() { EmailVerifiedPath = "email_verified", Scopes = { "openid", "email", "profile" } },
        ["GitHub"] = OAuth2(
            "https://github.com/login/oauth/authorize", "https://github.com/login/oauth/access_token", "https://api.github.com/user",
            new() { EmailsEndpoint = "https://api.github.com/user/emails", Scopes = { "read:user", "user:email" } }),

        // Facebook does not state whether an address is verified.
        ["Facebook"] = OAuth2(
            "https://www.facebook.com/v21.0/dialog/oauth", "https://graph.facebook.com/v21.0/oauth/access_token",
            "https://graph.facebook.com/v21.0/me?fields=id,name,email", new() { Scopes = { "email" } }),
        ["Discord"] = OAuth2(
            "https://discord.com/oauth2/authorize", "https://discord.com/api/oauth2/token", "https://discord.com/api/users/@me",
            new() { EmailVerifiedPath = "verified", NamePath = "global_name", Scopes = { "identify", "email" } }),

        // LinkedIn's id tokens have no nonce, and it refuses a code verifier.
        ["LinkedIn"] = OAuth2(
            "https://www.linkedin.com/oauth/v2/authorization", "https://www.linkedin.com/oauth/v2/accessToken",
            "https://api.linkedin.com/v2/userinfo",
            new()
            {
                AccountIdPath = "sub",
                EmailVerifiedPath = "email_verified",
                UsePkce = false,
                ClientAuthentication = ClientAuthentication.Post,
                Scopes = { "openid", "profile", "email" },
            }),
    };

    /// <summary>The names of the presets.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Returns the settings of a preset, or null.</summary>
    public static ExternalProviderOptions? Find(string name) => All.GetValueOrDefault(name);

    private static ExternalProviderOptions OAuth2(
        string authorization, string token, string userInfo, ExternalProviderOptions others)
    {
        others.Type = ExternalProviderType.OAuth2;
        (others.AuthorizationEndpoint, others.TokenEndpoint, others.UserInfoEndpoint) = (authorization, token, userInfo);
        others.AccountIdPath ??= "id";
        return others;
    }
}
