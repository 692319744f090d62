using Auth.Api.Hosting;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Options;

namespace Auth.Api.Edge;

/// <summary>
/// The security headers of responses (OWASP's REST Security Cheat Sheet; ASVS 5.0, section 3.4). They forbid browsers to run or
/// frame a response as a page, to guess its type and to send a referrer. They forbid caches to store it.
/// </summary>
/// <remarks><c>X-Frame-Options</c> is omitted, because <c>frame-ancestors</c> replaces it.</remarks>
internal static class SecurityHeaders
{
    private const string NoPage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The policy of Swagger UI, which uses its own files, inline styles, data URLs for icons, and this API.</summary>
    private const string OwnPage = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.AddOptions<HstsOptions>().Configure<IOptions<AuthApiOptions>>((hsts, auth) =>
            hsts.MaxAge = TimeSpan.FromDays(auth.Value.HstsDays));
        return services;
    }

    /// <summary>
    /// Must follow the proxies, which determine whether the client uses TLS, and precede all middleware that sends responses.
    /// </summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<AuthApiOptions>>();
        if (!app.Environment.IsDevelopment() && options.Value.HstsDays > 0)
            app.UseHsts();
        app.Use((context, next) =>
        {
            Set(context.Response.Headers);
            return next(context);
        });
    }

    /// <summary>Allows a page that the service itself serves to run.</summary>
    public static void UsePageHeaders(this IApplicationBuilder app, PathString page) =>
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(page))
                context.Response.Headers.ContentSecurityPolicy = OwnPage;
            return next(context);
        });

    /// <summary>Sets the headers of every response. Routes with cacheable responses override <c>Cache-Control</c>.</summary>
    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = NoPage;
        headers["Referrer-Policy"] = "no-referrer";

        // Most responses contain tokens or personal data, and an error can contain an e-mail address.
        headers.CacheControl = "no-store";
    }
}
