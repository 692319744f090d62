using System.CommandLine;
using Auth.Application.Users.Import;
using Auth.Infrastructure;

namespace Auth.Api.Commands;

/// <summary>Exports users in the format of fastapi-users' table.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var format = new Option<string>("--format")
        {
            Description = "The format of the output.",
            DefaultValueFactory = _ => "csv",
        };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        var output = new Option<string?>("--output")
        {
            Description = "The file to write. The default is standard output. It contains password hashes.",
        };
        var command = new Command("export", "Export all users with their password hashes, in the columns of fastapi-users.") { format, output };
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            services => RunAsync(services, parsed.GetRequiredValue(format), parsed.GetValue(output), cancellationToken),
            requiresSchema: true,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, string format, string? file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file is null ? Console.OpenStandardOutput() : OwnerOnlyFile.Overwrite(file);
            var exported = await services.GetRequiredService<UserExporter>()
                .ExportAsync(stream, isJson: format == "jsonl", cancellationToken);
            if (exported.Unreadable > 0)
            {
                await Console.Error.WriteLineAsync(
                    $"{exported.Unreadable} of {exported.Users} users have a password hash that fastapi-users cannot verify.");
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The users cannot be written: {exception.Message}");
            return 1;
        }
    }
}
