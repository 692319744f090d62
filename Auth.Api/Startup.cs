using System.Data.Common;
using Auth.Application;
using Auth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Auth.Api;

/// <summary>Starts the service, and reports in one line what the operator has to change when it cannot start.</summary>
internal static partial class Startup
{
    /// <summary>A wrong setting (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationError = 78;

    /// <summary>Whether the settings are good and the tables up to date; if not, a line on standard error says why.</summary>
    /// <remarks>To be asked before anything else is: the host would log what keeps it from starting with its stack.</remarks>
    public static async Task<bool> IsReadyAsync(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (Explain(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return false;
        }
    }

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"The service cannot listen: {exception.Message}");
            return ConfigurationError;
        }
        catch (Exception exception)
        {
            LogStartFailure(app.Logger, exception);
            throw;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The sentence that says what the operator has to mend; null for an exception that is none of theirs.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join(' ', options.Failures),
        StartupException startup => startup.Message,
        DbException database => $"The database of Auth:Database:ConnectionString cannot be used: {database.Message}",

        // The binder's, for a value of a wrong type or a setting that there is not.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => binding.Message,
        _ => null,
    };

    [LoggerMessage(EventName = "StartFailed", Level = LogLevel.Critical, Message = "The service cannot start")]
    private static partial void LogStartFailure(ILogger logger, Exception exception);
}
