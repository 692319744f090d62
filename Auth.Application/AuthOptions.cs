using Auth.Application.Audit;
using Auth.Application.Email;
using Auth.Application.Passwords;
using Auth.Application.Sessions;
using Auth.Application.Throttling;
using Auth.Application.Tokens;

namespace Auth.Application;

/// <summary>Every setting of the service: the section <c>Auth</c> of the configuration, validated at start.</summary>
public sealed class AuthOptions
{
    /// <summary>The name of the section.</summary>
    public const string SectionName = "Auth";

    /// <summary>The name of the authentication backend, a part of the names of its routes: <c>auth:{name}.login</c>.</summary>
    public string AuthBackendName { get; set; } = "Bearer-jwt";

    /// <summary>Whether only users with a verified e-mail may log in and log out.</summary>
    public bool RequiresVerification { get; set; }

    /// <summary>Whether the routes under <c>users</c> want a user with a verified e-mail.</summary>
    public bool UsersRequireVerification { get; set; }

    /// <summary>Whether users who change their own password or address have to give their current password with it.</summary>
    public bool RequireCurrentPassword { get; set; }

    /// <summary>The status of a refused login: 400 as in fastapi-users, or 401.</summary>
    public int BadCredentialsStatus { get; set; } = 400;

    /// <summary>Tokens.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Sessions.</summary>
    public SessionOptions Sessions { get; set; } = new();

    /// <summary>The throttling of password guesses at one account.</summary>
    public ThrottleOptions Throttle { get; set; } = new();

    /// <summary>Rate limits.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Connections.</summary>
    public ConnectionOptions Connections { get; set; } = new();

    /// <summary>
    /// The reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: addresses (<c>10.0.0.2</c>)
    /// and networks (<c>10.0.0.0/24</c>). Nobody else's are.
    /// </summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>Pages of other origins.</summary>
    public CorsOptions Cors { get; set; } = new();

    /// <summary>
    /// How long browsers that came by TLS are told to come by nothing else, in days; 0 tells them nothing. A year is what ASVS
    /// asks for.
    /// </summary>
    public int HstsDays { get; set; } = 365;

    /// <summary>The audit trail.</summary>
    public AuditOptions Audit { get; set; } = new();

    /// <summary>The deletion of what is over.</summary>
    public HousekeepingOptions Housekeeping { get; set; } = new();

    /// <summary>The stop of the service.</summary>
    public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>The database.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>Passwords.</summary>
    public PasswordOptions Passwords { get; set; } = new();

    /// <summary>Mail.</summary>
    public EmailOptions Email { get; set; } = new();

    /// <summary>The API's documentation in the browser.</summary>
    public SwaggerOptions Swagger { get; set; } = new();
}
