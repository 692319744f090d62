using System.CommandLine;
using System.Text.Json;
using Auth.Infrastructure.Persistence;

namespace Auth.Api.Commands;

/// <summary>Applies pending database migrations.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Apply pending database migrations.");
        command.SetAction((_, cancellationToken) => CommandLine.WithServicesAsync(
            async services =>
            {
                var applied = await services.GetRequiredService<DatabaseSchema>().MigrateAsync(cancellationToken);
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { applied }));
                return 0;
            },
            requiresSchema: false,
            cancellationToken));
        return command;
    }
}
