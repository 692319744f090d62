using Auth.Application.Metrics;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Auth.Api.Hosting;

/// <summary>
/// Exports metrics and traces over OTLP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. Without that variable, nothing is collected. The
/// SDK reads the other environment variables of the OpenTelemetry specification.
/// </summary>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "auth";
    private const string Probes = "/health";

    private static readonly string[] Meters =
    [
        AuthMetrics.MeterName,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    public static WebApplicationBuilder AddTelemetryExport(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint)
            return builder;

        // The SDK silently accepts an invalid address and then exports nothing.
        builder.Services.AddOptions<OtlpExporterOptions>()
            .Validate(_ => IsAddress(endpoint), $"{Endpoint} is not an address such as http://localhost:4317.")
            .ValidateOnStart();

        // A later detector overrides an earlier service name.
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.Clear().AddService(ServiceName).AddTelemetrySdk().AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter())
            .WithTracing(tracing => tracing
                .AddSource(AuthActivities.SourceName)
                .AddAspNetCoreInstrumentation(requests =>
                    requests.Filter = context => !context.Request.Path.StartsWithSegments(Probes))
                .AddProcessor<RequestSpanRedaction>()
                .AddOtlpExporter());
        return builder;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
