namespace Auth.Application.Login.External;

/// <summary>
/// An external provider: <c>Auth:ExternalProviders:{name}</c>. A preset supplies what is not set. The name is part of the route
/// names and is stored with each link.
/// </summary>
public sealed class ExternalProviderOptions
{
    /// <summary>
    /// The preset: <c>Google</c>, <c>Microsoft</c>, <c>Apple</c>, <c>GitHub</c>, <c>GitLab</c>, <c>Facebook</c>,
    /// <c>LinkedIn</c>, <c>Discord</c> or <c>Keycloak</c>; null for another provider.
    /// </summary>
    public string? Preset { get; set; }

    /// <summary>The protocol. The default is OpenID Connect.</summary>
    public ExternalProviderType? Type { get; set; }

    /// <summary>The id under which the service is registered at the provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of the client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The path of a file that contains the secret.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The key with which the service signs its client secret, for Apple.</summary>
    public SignedSecretOptions SignedSecret { get; set; } = new();

    /// <summary>How the client sends its secret. The default is HTTP Basic where the provider offers it.</summary>
    public ClientAuthentication? ClientAuthentication { get; set; }

    /// <summary>
    /// The issuer of an OpenID Connect provider, whose discovery document contains its endpoints. HTTPS, except on loopback.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>The directory of the preset <c>Microsoft</c>: a tenant id.</summary>
    public string? Tenant { get; set; }

    /// <summary>The authorization endpoint of an OAuth 2.0 provider.</summary>
    public string? AuthorizationEndpoint { get; set; }

    /// <summary>The token endpoint of an OAuth 2.0 provider.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>The URL of the profile at an OAuth 2.0 provider.</summary>
    public string? UserInfoEndpoint { get; set; }

    /// <summary>
    /// The URL of the list of e-mail addresses, for providers whose profile does not contain a verified address: objects with
    /// <c>email</c>, <c>primary</c> and <c>verified</c>.
    /// </summary>
    public string? EmailsEndpoint { get; set; }

    /// <summary>The default scopes.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The path of the account id in the profile: members separated by dots.</summary>
    public string? AccountIdPath { get; set; }

    /// <summary>The path of the e-mail address in the profile.</summary>
    public string? EmailPath { get; set; }

    /// <summary>
    /// The path of the flag in the profile that states whether the address is verified. Without it, no address is verified.
    /// </summary>
    public string? EmailVerifiedPath { get; set; }

    /// <summary>
    /// The path of the display name of new users in the profile. The default is <c>name</c>; an empty path imports no name.
    /// </summary>
    public string? NamePath { get; set; }

    /// <summary>
    /// The values of the profile that new users receive: the names of declared user fields, with the path of each value.
    /// </summary>
    public IDictionary<string, string> MapFields { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether to send a code challenge (PKCE, RFC 7636). The default is true.</summary>
    public bool? UsePkce { get; set; }

    /// <summary>How the provider returns to the service. The default is a redirect with a query.</summary>
    public ResponseMode? ResponseMode { get; set; }

    /// <summary>The accepted signing algorithms of id tokens. The default is all RSA and ECDSA algorithms of RFC 7518.</summary>
    public IList<string> SigningAlgorithms { get; } = [];

    /// <summary>Whether the provider's tokens are stored, encrypted, for the user.</summary>
    public bool KeepTokens { get; set; }

    /// <summary>
    /// The path of the routes with which a signed-in user links an account: <c>api/auth/associate/google</c>. Null disables them.
    /// </summary>
    public string? AssociatePath { get; set; }

    /// <summary>The redirect URI of the association, for a front end that calls the callback itself.</summary>
    public string? AssociateRedirectUri { get; set; }

    /// <summary>The login routes.</summary>
    public IList<ExternalMountOptions> Mounts { get; } = [];

    /// <summary>Returns the settings completed by the preset.</summary>
    public ExternalProviderOptions WithPreset()
    {
        var preset = Preset is null ? null : ExternalProviderPresets.Find(Preset);
        var merged = new ExternalProviderOptions
        {
            Preset = Preset,
            Type = Type ?? preset?.Type ?? ExternalProviderType.OpenIdConnect,
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            SignedSecret = SignedSecret,
            ClientAuthentication = ClientAuthentication ?? preset?.ClientAuthentication,
            Issuer = (Issuer ?? preset?.Issuer)?.Replace("{tenant}", Tenant, StringComparison.Ordinal),
            Tenant = Tenant,
            AuthorizationEndpoint = AuthorizationEndpoint ?? preset?.AuthorizationEndpoint,
            TokenEndpoint = TokenEndpoint ?? preset?.TokenEndpoint,
            UserInfoEndpoint = UserInfoEndpoint ?? preset?.UserInfoEndpoint,
            EmailsEndpoint = EmailsEndpoint ?? preset?.EmailsEndpoint,
            AccountIdPath = AccountIdPath ?? preset?.AccountIdPath ?? "sub",
            EmailPath = EmailPath ?? preset?.EmailPath ?? "email",
            EmailVerifiedPath = EmailVerifiedPath ?? preset?.EmailVerifiedPath
                ?? (Type is ExternalProviderType.OAuth2 ? null : preset is null ? "email_verified" : null),
            NamePath = NamePath ?? preset?.NamePath,
            UsePkce = UsePkce ?? preset?.UsePkce ?? true,
            ResponseMode = ResponseMode ?? preset?.ResponseMode ?? External.ResponseMode.Query,
            KeepTokens = KeepTokens,
            AssociatePath = AssociatePath,
            AssociateRedirectUri = AssociateRedirectUri,
        };
        foreach (var scope in Scopes.Count > 0 ? Scopes : preset?.Scopes ?? ["openid", "email"])
            merged.Scopes.Add(scope);
        foreach (var algorithm in SigningAlgorithms)
            merged.SigningAlgorithms.Add(algorithm);
        foreach (var (field, path) in MapFields)
            merged.MapFields.Add(field, path);
        foreach (var mount in Mounts)
            merged.Mounts.Add(mount);
        return merged;
    }
}

/// <summary>The key of a signed client secret: <c>Auth:ExternalProviders:{name}:SignedSecret</c>.</summary>
public sealed class SignedSecretOptions
{
    /// <summary>The id of the team that owns the key, the issuer of the client secret.</summary>
    public string? TeamId { get; set; }

    /// <summary>The id of the key.</summary>
    public string? KeyId { get; set; }

    /// <summary>The private key on P-256, in PEM.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>The path of a file that contains the private key.</summary>
    public string? PrivateKeyFile { get; set; }
}

/// <summary>The protocol of an external provider.</summary>
public enum ExternalProviderType
{
    /// <summary>OpenID Connect with a discovery document.</summary>
    OpenIdConnect,

    /// <summary>OAuth 2.0 with three configured URLs.</summary>
    OAuth2,
}

/// <summary>How a client sends its secret to the token endpoint (RFC 6749 §2.3.1).</summary>
public enum ClientAuthentication
{
    /// <summary>In the <c>Authorization</c> header.</summary>
    Basic,

    /// <summary>In the body.</summary>
    Post,
}

/// <summary>How a provider returns to the service (OAuth 2.0 Multiple Response Types, Form Post Response Mode).</summary>
public enum ResponseMode
{
    /// <summary>A redirect with the parameters in the query.</summary>
    Query,

    /// <summary>A form that the browser posts.</summary>
    FormPost,
}
