using System.Data.Common;
using Auth.Api.Authentication;
using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>Starts the service. Reports configuration errors in one line.</summary>
internal static partial class StartupChecks
{
    /// <summary>The exit code of a configuration error (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationError = 78;

    /// <summary>
    /// Returns whether the settings are valid and the database schema is up to date. Otherwise writes the reason to standard
    /// error, in one line.
    /// </summary>
    /// <remarks>Must be called before the host starts, because the host logs a failed start with its stack trace.</remarks>
    public static async Task<bool> IsReadyAsync(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<AuthenticationBackends>();
            app.Services.GetRequiredService<CustomTemplates>();
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

    /// <summary>Runs the service until the process receives a stop signal.</summary>
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

    /// <summary>
    /// Returns a description of a configuration error for the operator; null for an exception with another cause.
    /// </summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join(' ', options.Failures),
        StartupException startup => startup.Message,
        DbException database => $"The database of Auth:Database:ConnectionString cannot be used: {database.Message}",

        // The configuration binder throws it for a value of the wrong type and for an unknown setting.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binding => binding.Message,
        _ => null,
    };

    [LoggerMessage(EventName = "StartFailed", Level = LogLevel.Critical, Message = "The service cannot start")]
    private static partial void LogStartFailure(ILogger logger, Exception exception);
}
