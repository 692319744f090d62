using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Api;

/// <summary>Runs the host, and explains in one line why it did not start where that is the operator's to mend.</summary>
internal static class Startup
{
    /// <summary>A wrong setting (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationError = 78;

    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return ConfigurationError;
        }
    }

    /// <summary>The sentence that says which setting is wrong; null for an exception that is no wrong setting.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join(' ', options.Failures),
        StartupException startup => startup.Message,

        // The binder's, for a value of a wrong type or a setting that there is not.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => binding.Message,
        _ => null,
    };
}
