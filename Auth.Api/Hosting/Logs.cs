using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Auth.Api.Hosting;

/// <summary>The log levels and formats: plain text in Development, otherwise one line of JSON per entry.</summary>
internal static class Logs
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    private static readonly Dictionary<string, string?> Levels = new()
    {
        // Request data must not be logged: paths and queries contain e-mail addresses.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = nameof(LogLevel.Warning),

        // Every request to an external provider would be logged.
        ["Logging:LogLevel:Polly"] = nameof(LogLevel.Warning),

        // The framework logs every failed probe. The checks themselves log when an outage begins and ends.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = nameof(LogLevel.None),
    };

    private static readonly Dictionary<string, string?> Json = new()
    {
        ["Logging:Console:FormatterName"] = ConsoleFormatterNames.Json,
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
    };

    /// <summary>Sets the default levels and console formatter. The configuration section <c>Logging</c> overrides them.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        var defaults = builder.Environment.IsDevelopment() ? Levels : Levels.Concat(Json);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
        builder.Services.AddOptions<LoggerFilterOptions>().Configure<IServiceProvider>((filters, services) =>
            filters.AddFilter(Host, level => level >= LogLevel.Information && HasStarted(services)));
        return builder;
    }

    /// <summary>
    /// Whether the service has started. Until then the host's entries are suppressed: it logs every failed start with its stack
    /// and the end of each background service, where <see cref="StartupChecks"/> reports the cause once.
    /// </summary>
    private static bool HasStarted(IServiceProvider services) =>
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested;
}
