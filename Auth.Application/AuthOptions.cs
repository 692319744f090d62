using System.ComponentModel.DataAnnotations;
using Auth.Application.Audit;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Login;
using Auth.Application.Login.External;
using Auth.Application.Login.MagicLinks;
using Auth.Application.Login.Passkeys;
using Auth.Application.Login.SecondFactors;
using Auth.Application.Mail;
using Auth.Application.Passwords;
using Auth.Application.Registration;
using Auth.Application.Sessions;
using Auth.Application.Users;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application;

/// <summary>The settings of the service: the configuration section <c>Auth</c>, validated at startup.</summary>
public class AuthOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "Auth";

    internal const int LongestLifetimeSeconds = 10 * 365 * 24 * 3600;
    internal const int LongestDays = 3650;

    /// <summary>
    /// The name of the default authentication backend. It is part of its route names: <c>auth:{name}.login</c>.
    /// </summary>
    [Required] public string AuthBackendName { get; set; } = "Bearer-jwt";

    /// <summary>
    /// The authentication backends. The first one that finds a user authenticates a request. The default is one backend with
    /// bearer tokens in the form of JWTs at <c>api/token</c>.
    /// </summary>
    [ValidateEnumeratedItems] public IList<AuthenticationBackendOptions> Backends { get; } = [];

    /// <summary>Whether login and logout require a verified e-mail address.</summary>
    public bool RequiresVerification { get; set; }

    /// <summary>Whether the routes under <c>users</c> require a verified e-mail address.</summary>
    public bool UsersRequireVerification { get; set; }

    /// <summary>Whether users must send their current password to change their own password or e-mail address.</summary>
    public bool RequireCurrentPassword { get; set; }

    /// <summary>The store of the strategy <c>Redis</c>.</summary>
    public RedisOptions Redis { get; set; } = new();

    /// <summary>The signing and the lifetimes of tokens.</summary>
    [ValidateObjectMembers] public JwtOptions Jwt { get; set; } = new();

    /// <summary>The lifetimes and limits of sessions.</summary>
    [ValidateObjectMembers] public AuthSessionOptions Sessions { get; set; } = new();

    /// <summary>The throttling of password guessing.</summary>
    [ValidateObjectMembers] public ThrottleOptions Throttle { get; set; } = new();

    /// <summary>Second factors.</summary>
    [ValidateObjectMembers] public SecondFactorOptions SecondFactor { get; set; } = new();

    /// <summary>Recent logins.</summary>
    [ValidateObjectMembers] public RecentLoginOptions RequireRecentLogin { get; set; } = new();

    /// <summary>The rate limits.</summary>
    [ValidateObjectMembers] public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>The audit trail.</summary>
    [ValidateObjectMembers] public AuditOptions Audit { get; set; } = new();

    /// <summary>The rules for passwords and their hashing.</summary>
    [ValidateObjectMembers] public AuthPasswordOptions Passwords { get; set; } = new();

    /// <summary>External logins of all providers.</summary>
    [ValidateObjectMembers] public ExternalLoginOptions ExternalLogins { get; set; } = new();

    /// <summary>Passkeys.</summary>
    [ValidateObjectMembers] public PasskeyOptions Passkeys { get; set; } = new();

    /// <summary>Logins by mail.</summary>
    [ValidateObjectMembers] public MagicLinkOptions MagicLink { get; set; } = new();

    /// <summary>The external providers by name.</summary>
    public IDictionary<string, ExternalProviderOptions> ExternalProviders { get; } =
        new Dictionary<string, ExternalProviderOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The operator's own members of users.</summary>
    [ValidateObjectMembers] public UserFieldsOptions UserFields { get; set; } = new();

    /// <summary>What remains valid of the service that users were imported from.</summary>
    public MigrationOptions Migration { get; set; } = new();

    /// <summary>Who may register.</summary>
    [ValidateObjectMembers] public RegistrationOptions Registration { get; set; } = new();

    /// <summary>The delivery of mail.</summary>
    [ValidateObjectMembers] public EmailOptions Email { get; set; } = new();

    /// <summary>Returns whether a user must have a second factor.</summary>
    internal bool RequiresSecondFactor(User user) => SecondFactor.Required switch
    {
        SecondFactorRequirement.Everybody => true,
        SecondFactorRequirement.Superusers => user.IsSuperuser,
        _ => false,
    };

    /// <summary>
    /// Whether the password of a user with a passkey requires a second factor: by <c>Passkeys:RequiredAfterPassword</c>, or because
    /// the passkey fulfils <c>SecondFactor:Required</c>.
    /// </summary>
    internal bool PasskeysRequireSecondFactor =>
        Passkeys.RequiredAfterPassword || SecondFactor.Required is not SecondFactorRequirement.Nobody;

    /// <summary>Returns whether requests depend on how and when a user logged in.</summary>
    internal bool RequiresProof(User user) => RequireRecentLogin.Seconds > 0 || RequiresSecondFactor(user);
}
