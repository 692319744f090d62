using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auth.Api;

/// <summary>Tells whoever watches the process that it runs, and whoever spreads requests that it wants some.</summary>
internal static class Health
{
    /// <summary>The path that answers as long as the process does.</summary>
    public const string LivePath = "/health/live";

    /// <summary>The path that answers 200 as long as requests can be served, and 503 otherwise.</summary>
    public const string ReadyPath = "/health/ready";

    /// <summary>
    /// Maps <see cref="LivePath"/>, which touches nothing else, and <see cref="ReadyPath"/>, which runs the health checks.
    /// Strangers ask, too: neither says more than yes or no.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync })
            .AllowAnonymous().DisableRateLimiting();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            report.Status is HealthStatus.Unhealthy ? """{"status":"unavailable"}""" : """{"status":"ok"}""",
            context.RequestAborted);
    }
}
