using System.ComponentModel.DataAnnotations;
using Auth.Api.Authentication;
using Auth.Api.Hosting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Edge;

/// <summary>Allows cross-origin calls from browsers for pages of the configured origins only (Fetch §3.3).</summary>
/// <remarks>
/// Credentials are allowed only if a backend uses cookies. Otherwise pages send access and device tokens in headers.
/// </remarks>
internal static class CorsOrigins
{
    /// <summary>The maximum time for which Chromium caches the response to a preflight.</summary>
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(2);

    public static IServiceCollection AddCorsOrigins(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<AuthApiOptions>, AuthenticationBackends>((cors, auth, backends) =>
            cors.AddDefaultPolicy(policy => (backends.UseCookies ? policy.AllowCredentials() : policy)
                .WithOrigins([.. auth.Value.Cors.Origins])
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
                .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, DeviceCookie.Header)
                .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, DeviceCookie.Header)
                .SetPreflightMaxAge(PreflightMaxAge)));
        return services;
    }

    /// <summary>
    /// Must precede all middleware that rejects requests, because a page can read an error response only with the CORS headers.
    /// Preflights carry no token and are handled here. The middleware is omitted when no origins are configured.
    /// </summary>
    public static void UseCorsOrigins(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AuthApiOptions>>().Value.Cors.Origins.Count > 0)
            app.UseCors();
    }
}

/// <summary>The origins of web pages that may call the API from a browser: <c>Auth:Cors</c>.</summary>
internal sealed class AuthCorsOptions : IValidatableObject
{
    /// <summary>
    /// The permitted origins, exactly as browsers send them (RFC 6454 §6.2): <c>https://app.example.com</c>, with the port if it
    /// is not the default port of the scheme. If the list is empty, no page of another origin may call the API.
    /// </summary>
    /// <remarks>
    /// Wildcards are rejected. A wildcard would not expose tokens, because tokens are not cookies. However, any page could use
    /// its visitors' browsers to guess passwords, each from a different address, and read the responses.
    /// </remarks>
    public IList<string> Origins { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Origins.Where(origin => !IsOrigin(origin)).Select(origin => new ValidationResult(
            $"Auth:Cors:Origins contains {origin}, which is not a valid origin. An origin is scheme://host or scheme://host:port, "
            + "in lower case, without the default port of the scheme, a path or a wildcard: https://app.example.com."));

    // A URI is an origin if it is identical to its scheme and authority.
    private static bool IsOrigin(string origin) =>
        !origin.Contains('*', StringComparison.Ordinal)
        && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri is { UserInfo: "", IsFile: false, Host.Length: > 0 }
        && uri.GetLeftPart(UriPartial.Authority) == origin;
}
