using Auth.Application;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Options;

namespace Auth.Api.Traffic;

/// <summary>
/// What every answer tells browsers and caches (OWASP's REST Security Cheat Sheet; ASVS 5.0, section 3.4): JSON is no page, is
/// not to be guessed at, framed or kept, and no address leads out of it.
/// </summary>
/// <remarks>No <c>X-Frame-Options</c>: <c>frame-ancestors</c> has taken its place.</remarks>
internal static class SecurityHeaders
{
    private const string NoPage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI loads its own files, styles elements inline, draws icons from data, and calls the API that it is of.</summary>
    private const string OwnPage = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.AddOptions<HstsOptions>().Configure<IOptions<AuthOptions>>((hsts, auth) =>
            hsts.MaxAge = TimeSpan.FromDays(auth.Value.HstsDays));
        return services;
    }

    /// <summary>Has to come after the proxies, which know whether the client speaks TLS, and before all that answers.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<AuthOptions>>();
        if (!app.Environment.IsDevelopment() && options.Value.HstsDays > 0)
            app.UseHsts();
        app.Use((context, next) =>
        {
            Set(context.Response.Headers);
            return next(context);
        });
    }

    /// <summary>Lets a page run that the service itself serves.</summary>
    public static void UsePageHeaders(this IApplicationBuilder app, PathString page) =>
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(page))
                context.Response.Headers.ContentSecurityPolicy = OwnPage;
            return next(context);
        });

    /// <summary>Sets what every answer has; routes whose answers may be kept set another <c>Cache-Control</c> over it.</summary>
    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = NoPage;
        headers["Referrer-Policy"] = "no-referrer";

        // Tokens and personal data are what most answers hold, and an error may hold an address.
        headers.CacheControl = "no-store";
    }
}
