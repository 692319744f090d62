using Auth.Application.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Auth.Api.Telemetry;

/// <summary>
/// Exports metrics and traces over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; where it does not, nothing is
/// listened to. The other variables of OpenTelemetry's specification are the SDK's to read.
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

        // The SDK would take an address that it cannot use without a word, and export to nowhere.
        builder.Services.AddOptions<OtlpExporterOptions>()
            .Validate(_ => IsAddress(endpoint), $"{Endpoint} is not an address such as http://localhost:4317.")
            .ValidateOnStart();

        // Of two that name the service the later one counts.
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
