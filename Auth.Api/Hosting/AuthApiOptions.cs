using System.ComponentModel.DataAnnotations;
using System.Net;
using Auth.Api.Binding;
using Auth.Api.Controllers;
using Auth.Api.Edge;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login.External;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>All settings: those of <see cref="AuthOptions"/>, of HTTP and of the database.</summary>
internal sealed class AuthApiOptions : AuthOptions, IValidatableObject
{
    /// <summary>The HTTP status of a refused login: 400, as in fastapi-users, or 401.</summary>
    [AllowedValues(400, 401, ErrorMessage = "{0} must be 400 or 401.")] public int BadCredentialsStatus { get; set; } = 400;

    /// <summary>
    /// The URL at which browsers reach the service: <c>https://auth.example.com</c>. External logins require it outside Development.
    /// Passkeys are valid for its domain unless <c>Auth:Passkeys</c> names another one. HTTPS, except on loopback.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// The trusted reverse proxies: addresses (<c>10.0.0.2</c>) and networks (<c>10.0.0.0/24</c>). The headers
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of other clients are ignored.
    /// </summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>The paths of the routes.</summary>
    [ValidateObjectMembers] public AuthRouteOptions Routes { get; set; } = new();

    /// <summary>The protection of cookies against cross-site request forgery.</summary>
    public CsrfOptions Csrf { get; set; } = new();

    /// <summary>The access of web pages from other origins (CORS).</summary>
    [ValidateObjectMembers] public AuthCorsOptions Cors { get; set; } = new();

    /// <summary>
    /// The lifetime in days of the header <c>Strict-Transport-Security</c>, which is sent over TLS and instructs browsers to use
    /// only TLS. 0 omits the header. ASVS requires one year.
    /// </summary>
    [Range(0, 3650)] public int HstsDays { get; set; } = 365;

    /// <summary>The limits on connections.</summary>
    [ValidateObjectMembers] public ClientConnectionOptions Connections { get; set; } = new();

    /// <summary>The database.</summary>
    [ValidateObjectMembers] public DatabaseOptions Database { get; set; } = new();

    /// <summary>The deletion of expired data.</summary>
    [ValidateObjectMembers] public HousekeepingOptions Housekeeping { get; set; } = new();

    /// <summary>The shutdown of the service.</summary>
    [ValidateObjectMembers] public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>The OpenAPI document.</summary>
    public AuthOpenApiOptions OpenApi { get; set; } = new();

    /// <summary>The API documentation in the browser.</summary>
    public ApiDocumentOptions Swagger { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => [
        .. Proxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)).Select(proxy =>
            new ValidationResult($"Auth:Proxies contains {proxy}, which is neither an IP address nor a network such as 10.0.0.0/24.")),
        .. UserFields.Fields.Where(field => KnownMembers.All.Contains(field.Name)).Select(field =>
            new ValidationResult($"Auth:UserFields:Fields: the name {field.Name} is that of another member of users.")),
        .. Repeated("name", Backends.Select(backend => backend.Name)),
        .. Repeated("path", Backends.Select(backend => backend.Path)),
        .. ExternalProviders.SelectMany(provider => ExternalProviderRules.Broken(provider.Key, provider.Value)
                .Concat(ExternalProviderRules.UnknownFields(
                    provider.Key, provider.Value, UserFields.Fields.Select(field => field.Name))))
            .Select(message => new ValidationResult(message)),
        .. RepeatedRoutes(),
        .. SecondFactor.TrustDeviceDays > 0 && !(Throttle.Enabled && Throttle.DeviceCookies)
            ? [new ValidationResult(
                "Auth:SecondFactor:TrustDeviceDays requires Auth:Throttle:Enabled and Auth:Throttle:DeviceCookies: a device is "
                + "recognized by its device token.")]
            : Array.Empty<ValidationResult>(),
        .. PublicUrl is null || (ProviderUrl.IsSecure(PublicUrl) && PublicUrl.IndexOfAny(['?', '#']) < 0)
            ? Array.Empty<ValidationResult>()
            : [new ValidationResult("Auth:PublicUrl must be an https URL, or an http URL on loopback, without a query.")],
        .. Repeated("cookie", Backends.Where(backend => backend.Transport == "Cookie").Select(backend => backend.Cookie.Name))];

    private IEnumerable<ValidationResult> RepeatedRoutes()
    {
        var seen = Backends.Select(backend => backend.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return ExternalProviders.Values
            .SelectMany(provider => provider.Mounts.Select(mount => mount.Path).Append(provider.AssociatePath)).OfType<string>()
            .Where(path => !seen.Add(path))
            .Select(path => new ValidationResult($"Auth:ExternalProviders: two routes have the path {path}."));
    }

    private static IEnumerable<ValidationResult> Repeated(string what, IEnumerable<string> values) => values
        .GroupBy(value => value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
        .Select(group => new ValidationResult($"Auth:Backends: two backends have the {what} {group.Key}."));
}
