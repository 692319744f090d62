using Auth.Api.Authentication;
using Auth.Api.Errors;
using Auth.Api.Hosting;
using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Api.Edge;

/// <summary>
/// Rejects cross-site requests that change data and are authenticated by a cookie, and cross-site logins and logouts with a cookie
/// (OWASP, "Cross-Site Request Forgery Prevention", Fetch Metadata and Origin).
/// </summary>
internal static class CsrfProtection
{
    /// <summary>Must follow authentication. The middleware is omitted when no backend uses cookies.</summary>
    public static void UseCsrfProtection(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<AuthenticationBackends>().UseCookies)
            return;
        var origins = app.Services.GetRequiredService<IOptions<AuthApiOptions>>().Value.Csrf.Origins;
        app.Use((context, next) => IsUnsafe(context.Request) && UsesCookie(context) && !IsAllowed(context.Request, origins)
            ? ErrorHandling.WriteAsync(context, StatusCodes.Status403Forbidden, AuthErrorCode.CsrfRejected)
            : next(context));
    }

    /// <summary>Whether the method is not safe (RFC 9110 §9.2.1).</summary>
    private static bool IsUnsafe(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method));

    /// <summary>Whether a cookie authenticated the request, or its response sets or clears a cookie.</summary>
    private static bool UsesCookie(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CrossSiteRequestsAttribute>() is null
        && (context.Features.Get<AuthenticationBackend>() is { Transport.IsAddedByBrowsers: true }
        || context.GetEndpoint()?.Metadata.GetMetadata<AuthenticationBackend>() is { Transport.IsAddedByBrowsers: true });

    /// <summary>Clients other than browsers send neither header.</summary>
    private static bool IsAllowed(HttpRequest request, IList<string> origins)
    {
        string? origin = request.Headers.Origin;
        if (origin is not null && origins.Contains(origin))
            return true;
        return (string?)request.Headers["Sec-Fetch-Site"] switch
        {
            "same-origin" or "none" => true,
            "cross-site" => false,
            _ => origin is null || origin == $"{request.Scheme}://{request.Host.ToUriComponent()}",
        };
    }
}

/// <summary>The protection of cookies against cross-site request forgery: <c>Auth:Csrf</c>.</summary>
public sealed class CsrfOptions
{
    /// <summary>
    /// The origins of other sites whose pages may change data with a cookie, exactly as browsers send them:
    /// <c>https://app.example.com</c>.
    /// </summary>
    public IList<string> Origins { get; } = [];
}

/// <summary>Accepts cross-site requests: the action has no effect and no cookie.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CrossSiteRequestsAttribute : Attribute;
