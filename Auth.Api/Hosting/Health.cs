using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auth.Api.Hosting;

/// <summary>The liveness and readiness endpoints.</summary>
internal static class Health
{
    /// <summary>The path of the liveness endpoint. It responds with 200 while the process runs.</summary>
    public const string LivePath = "/health/live";

    /// <summary>
    /// The path of the readiness endpoint. It responds with 200 if the service can serve requests, otherwise with 503.
    /// </summary>
    public const string ReadyPath = "/health/ready";

    /// <summary>
    /// Maps <see cref="LivePath"/>, which runs no checks, and <see cref="ReadyPath"/>, which runs the health checks. Both are
    /// public, so their responses contain only the status.
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
