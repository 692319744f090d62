using System.CommandLine;
using System.CommandLine.Invocation;
using Auth.Api.Hosting;
using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.Logging.Console;

namespace Auth.Api.Commands;

/// <summary>
/// The operator's commands. They write JSON to standard output and errors to standard error. The exit code is 0 on success and
/// 1 on failure.
/// </summary>
internal static class CommandLine
{
    private static readonly RootCommand Root = new("Auth, a login and user service. Without a command, the service runs.")
    {
        UsersCommand.Create(),
        MigrateCommand.Create(),
        HealthCommand.Create(),
        KeysCommand.Create(),
    };

    /// <summary>Returns whether the arguments are a command. Other arguments are settings of the service.</summary>
    public static bool IsCommand(string[] args) =>
        args is [var first, ..]
        && (first is "--help" or "-h" or "-?" or "--version" || Root.Subcommands.Any(command => command.Name == first));

    public static Task<int> RunAsync(string[] args)
    {
        var parsed = Root.Parse(args);

        // The help is written to standard output, where programs expect JSON.
        if (parsed.Action is ParseErrorAction error)
            error.ShowHelp = false;
        return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>
    /// Runs <paramref name="action"/> with the services and settings of the service, without starting the service.
    /// </summary>
    /// <param name="action">The command, which returns the exit code.</param>
    /// <param name="requiresSchema">Whether the command requires an up-to-date database schema.</param>
    public static async Task<int> WithServicesAsync(
        Func<IServiceProvider, Task<int>> action, bool requiresSchema, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.AddConsole().AddFilter(level => level >= LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddAuthOptions().AddInfrastructure().AddApplication();
        await using var app = builder.Build();
        try
        {
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().IsOperator = true;
            if (requiresSchema)
                await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(cancellationToken);

            var exitCode = await action(scope.ServiceProvider);
            await SendMailAsync(app.Services, cancellationToken);
            return exitCode;
        }
        catch (Exception exception) when (StartupChecks.Explain(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return StartupChecks.ConfigurationError;
        }
    }

    /// <summary>Sends the queued notices of the command's changes, in case no service is running.</summary>
    private static async Task SendMailAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var worker = services.GetRequiredService<MailWorker>();
        while (await worker.SendDueAsync(includeRetries: true, cancellationToken))
        {
            // More mail can be due.
        }
    }
}
