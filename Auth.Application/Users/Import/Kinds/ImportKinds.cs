namespace Auth.Application.Users.Import.Kinds;

/// <summary>The systems that users can be imported from.</summary>
public static class ImportKinds
{
    /// <summary>A service with fastapi-users.</summary>
    public static readonly ImportKind FastApiUsers = new("fastapi-users")
    {
        UserTables = ["user", "users"],
        TokenTables = ["accesstoken", "access_token", "access_tokens"],
        AccountTables = ["oauth_account", "oauth_accounts"],
    };

    private static readonly ImportKind Identity = new("identity")
    {
        UserTables = ["AspNetUsers"],
        AccountTables = ["AspNetUserLogins"],
        Columns = Map(("PasswordHash", "hashed_password"), ("EmailConfirmed", "is_verified")),
        AccountColumns = Map(("LoginProvider", "oauth_name"), ("ProviderKey", "account_id"), ("UserId", "user_id")),
        Convert = ForeignConversions.FromIdentity,
    };

    // social_auth_usersocialauth is python-social-auth's table, the other is django-allauth's. Both have these columns.
    private static readonly ImportKind Django = new("django")
    {
        UserTables = ["auth_user"],
        AccountTables = ["socialaccount_socialaccount", "social_auth_usersocialauth"],
        Columns = Map(("password", "hashed_password"), ("pk", "id")),
        AccountColumns = Map(("provider", "oauth_name"), ("uid", "account_id")),
        Convert = ForeignConversions.FromDjango,
    };

    private static readonly ImportKind Keycloak = new("keycloak")
    {
        UsersMember = "users",
        AccountsMember = "federatedIdentities",
        IsDocument = true,
        Columns = Map(("enabled", "is_active"), ("emailVerified", "is_verified")),
        AccountColumns = Map(("identityProvider", "oauth_name"), ("userId", "account_id"), ("userName", "account_name")),
        Convert = ForeignConversions.FromKeycloak,
    };

    private static readonly ImportKind Firebase = new("firebase")
    {
        UsersMember = "users",
        AccountsMember = "providerUserInfo",
        IsDocument = true,
        Columns = Map(("localId", "id"), ("emailVerified", "is_verified"), ("displayName", "name")),
        AccountColumns = Map(("providerId", "oauth_name"), ("rawId", "account_id"), ("email", "account_email")),
        OwnProviders = ["password", "phone"],
        Convert = ForeignConversions.FromFirebase,
    };

    private static readonly ImportKind Supabase = new("supabase")
    {
        UserTables = ["users"],
        AccountTables = ["identities"],
        Schema = "auth",
        Columns = Map(("encrypted_password", "hashed_password")),
        AccountColumns = Map(("provider", "oauth_name"), ("provider_id", "account_id"), ("email", "account_email")),
        OwnProviders = ["email", "phone"],
        Convert = ForeignConversions.FromSupabase,
    };

    private static readonly ImportKind Auth0 = new("auth0")
    {
        AccountsMember = "identities",
        IsDocument = true,
        Columns = Map(("user_id", "id"), ("passwordHash", "hashed_password"), ("password_hash", "hashed_password"), ("email_verified", "is_verified")),
        AccountColumns = Map(("provider", "oauth_name"), ("user_id", "account_id")),
        OwnProviders = ["auth0"],
        Convert = ForeignConversions.FromAuth0,
    };

    private static readonly ImportKind[] All = [FastApiUsers, Identity, Django, Keycloak, Firebase, Supabase, Auth0];

    /// <summary>The names of providers in this service by their names in other systems, where they differ.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Providers = Map(
        ("google.com", "google"), ("google-oauth2", "google"), ("facebook.com", "facebook"), ("github.com", "github"),
        ("apple.com", "apple"), ("microsoft.com", "microsoft"), ("windowslive", "microsoft"), ("azure", "microsoft"),
        ("linkedin_oidc", "linkedin"));

    /// <summary>The names of the kinds.</summary>
    public static IEnumerable<string> Names => All.Select(kind => kind.Name);

    /// <summary>Returns the kind with a name.</summary>
    public static ImportKind Get(string name) => All.Single(kind => kind.Name == name);

    private static Dictionary<string, string> Map(params ReadOnlySpan<(string Column, string Target)> columns)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, target) in columns)
            map.Add(column, target);
        return map;
    }
}
