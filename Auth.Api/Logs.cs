using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Auth.Api;

/// <summary>How the log is written: plain text for developers, elsewhere a line of JSON for each entry.</summary>
internal static class Logs
{
    /// <summary>Sets the console's formatter, which <c>Logging:Console</c> in the configuration may set otherwise.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
            return builder;
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:Console:FormatterName"] = ConsoleFormatterNames.Json,
                ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
                ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            },
        });
        return builder;
    }
}
