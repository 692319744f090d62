using Auth.Api.Authentication;
using Auth.Api.Errors;
using Auth.Application;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using FrameworkOptions = Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions;

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
        services.AddOptions<FrameworkOptions>().Configure<IOptions<AuthOptions>, AuthenticationBackends>((cors, auth, backends) =>
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
        if (app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.Cors.Origins.Count > 0)
            app.UseCors();
    }
}
