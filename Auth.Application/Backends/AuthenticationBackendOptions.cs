using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Auth.Application.Backends;

/// <summary>An authentication backend: an element of <c>Auth:Backends</c>.</summary>
public sealed class AuthenticationBackendOptions
{
    /// <summary>The name. It is part of the route names: <c>auth:{name}.login</c>.</summary>
    [Required] public string Name { get; set; } = "";

    /// <summary>How requests and responses carry the token: <c>Bearer</c> or <c>Cookie</c>.</summary>
    public string Transport { get; set; } = "Bearer";

    /// <summary>What the token is: <c>Jwt</c>, <c>Database</c> or <c>Redis</c>.</summary>
    public string Strategy { get; set; } = "Jwt";

    /// <summary>The path of the routes for login and logout: <c>api/token</c>.</summary>
    [RegularExpression(@"[\w.~-]+(/[\w.~-]+)*", ErrorMessage = "{0} must be a path such as api/token.")]
    [Required]
    public string Path { get; set; } = "";

    /// <summary>The lifetime of access tokens in seconds. The default is <c>Auth:Jwt:LifetimeSeconds</c>.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int? LifetimeSeconds { get; set; }

    /// <summary>The cookie of the transport <c>Cookie</c>.</summary>
    [ValidateObjectMembers] public BackendCookieOptions Cookie { get; set; } = new();
}

/// <summary>The cookie that carries an access token. The defaults are those of fastapi-users.</summary>
public sealed class BackendCookieOptions : IValidatableObject
{
    /// <summary>The name.</summary>
    [RegularExpression(@"[A-Za-z0-9!#$%&'*+.^_`|~-]+", ErrorMessage = "{0} must be a token (RFC 6265 section 4.1.1).")]
    [Required]
    public string Name { get; set; } = "fastapiusersauth";

    /// <summary>
    /// The lifetime of the cookie in seconds. 0 makes it a session cookie. The default is the lifetime of the access token.
    /// </summary>
    [Range(0, AuthOptions.LongestLifetimeSeconds)] public int? MaxAgeSeconds { get; set; }

    /// <summary>The path of the requests that carry the cookie.</summary>
    public string Path { get; set; } = "/";

    /// <summary>The domain of the hosts that receive the cookie; null for the host that sets it.</summary>
    public string? Domain { get; set; }

    /// <summary>Whether browsers send the cookie over TLS only. TLS may end at a proxy.</summary>
    public bool Secure { get; set; } = true;

    /// <summary>Whether scripts cannot read the cookie.</summary>
    public bool HttpOnly { get; set; } = true;

    /// <summary>Whether requests from other sites carry the cookie: <c>Lax</c>, <c>Strict</c> or <c>None</c>.</summary>
    public CookieSameSite SameSite { get; set; } = CookieSameSite.Lax;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SameSite is CookieSameSite.None && !Secure)
            yield return new($"Auth:Backends: the cookie {Name} has SameSite=None, which browsers accept only with Secure=true.");
    }
}

/// <summary>The attribute <c>SameSite</c> of a cookie (RFC 6265bis §5.6.7).</summary>
public enum CookieSameSite
{
    /// <summary>Requests from other sites carry the cookie only when the user follows a link.</summary>
    Lax,

    /// <summary>No request from another site carries the cookie.</summary>
    Strict,

    /// <summary>All requests carry the cookie. Browsers require <c>Secure</c>.</summary>
    None,
}

/// <summary>A strategy that backends can name in their settings.</summary>
/// <param name="Name">The value of <see cref="AuthenticationBackendOptions.Strategy"/>.</param>
/// <param name="Create">Creates the strategy of a backend, a singleton.</param>
public sealed record TokenStrategyRegistration(
    string Name, Func<IServiceProvider, AuthenticationBackendOptions, ITokenStrategy> Create);
