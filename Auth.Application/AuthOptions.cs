using Auth.Application.Audit;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Login;
using Auth.Application.Mail;
using Auth.Application.Passwords;
using Auth.Application.Sessions;

namespace Auth.Application;

/// <summary>The settings of the service: the configuration section <c>Auth</c>, validated at startup.</summary>
public sealed class AuthOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "Auth";

    /// <summary>
    /// The name of the default authentication backend. It is part of its route names: <c>auth:{name}.login</c>.
    /// </summary>
    public string AuthBackendName { get; set; } = "Bearer-jwt";

    /// <summary>
    /// The authentication backends. The first one that finds a user authenticates a request. The default is one backend with
    /// bearer tokens in the form of JWTs at <c>api/token</c>.
    /// </summary>
    public IList<AuthenticationBackendOptions> Backends { get; } = [];

    /// <summary>Whether login and logout require a verified e-mail address.</summary>
    public bool RequiresVerification { get; set; }

    /// <summary>Whether the routes under <c>users</c> require a verified e-mail address.</summary>
    public bool UsersRequireVerification { get; set; }

    /// <summary>Whether users must send their current password to change their own password or e-mail address.</summary>
    public bool RequireCurrentPassword { get; set; }

    /// <summary>The HTTP status of a refused login: 400, as in fastapi-users, or 401.</summary>
    public int BadCredentialsStatus { get; set; } = 400;

    /// <summary>The store of the strategy <c>Redis</c>.</summary>
    public RedisOptions Redis { get; set; } = new();

    /// <summary>The signing and the lifetimes of tokens.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>The lifetimes and limits of sessions.</summary>
    public SessionOptions Sessions { get; set; } = new();

    /// <summary>The throttling of password guessing.</summary>
    public ThrottleOptions Throttle { get; set; } = new();

    /// <summary>The rate limits.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>The limits on connections.</summary>
    public ConnectionOptions Connections { get; set; } = new();

    /// <summary>
    /// The trusted reverse proxies: addresses (<c>10.0.0.2</c>) and networks (<c>10.0.0.0/24</c>). The headers
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of other clients are ignored.
    /// </summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>The protection of cookies against cross-site request forgery.</summary>
    public CsrfOptions Csrf { get; set; } = new();

    /// <summary>The access of web pages from other origins (CORS).</summary>
    public CorsOptions Cors { get; set; } = new();

    /// <summary>
    /// The lifetime in days of the header <c>Strict-Transport-Security</c>, which is sent over TLS and instructs browsers to use
    /// only TLS. 0 omits the header. ASVS requires one year.
    /// </summary>
    public int HstsDays { get; set; } = 365;

    /// <summary>The audit trail.</summary>
    public AuditOptions Audit { get; set; } = new();

    /// <summary>The deletion of expired data.</summary>
    public HousekeepingOptions Housekeeping { get; set; } = new();

    /// <summary>The shutdown of the service.</summary>
    public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>The database.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>The rules for passwords and their hashing.</summary>
    public PasswordOptions Passwords { get; set; } = new();

    /// <summary>The delivery of mail.</summary>
    public EmailOptions Email { get; set; } = new();

    /// <summary>The API documentation in the browser.</summary>
    public SwaggerOptions Swagger { get; set; } = new();
}
