using Auth.Api.Authentication;
using Auth.Application;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using FrameworkOptions = Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions;

namespace Auth.Api.Traffic;

/// <summary>Lets the pages of the configured origins call the API from a browser (Fetch §3.3), and no others.</summary>
/// <remarks>Without credentials: access and device tokens travel in headers that the page sets, and cookies are not sent.</remarks>
internal static class CorsOrigins
{
    /// <summary>The longest that Chromium believes the answer to a preflight.</summary>
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(2);

    public static IServiceCollection AddCorsOrigins(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<FrameworkOptions>().Configure<IOptions<AuthOptions>>((cors, auth) =>
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. auth.Value.Cors.Origins])
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
                .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, DeviceCookie.Header)
                .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, DeviceCookie.Header)
                .SetPreflightMaxAge(PreflightMaxAge)));
        return services;
    }

    /// <summary>
    /// Has to come before all that refuses: a page can read an error only if it says that the page may. Preflights carry no
    /// token, and are answered here. Without origins there is nothing to pass through.
    /// </summary>
    public static void UseCorsOrigins(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.Cors.Origins.Count > 0)
            app.UseCors();
    }
}
