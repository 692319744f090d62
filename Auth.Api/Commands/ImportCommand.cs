using System.CommandLine;
using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Auth.Infrastructure;

namespace Auth.Api.Commands;

/// <summary>Imports users from another system.</summary>
internal static class ImportCommand
{
    /// <summary>The exit code if some rows were not imported.</summary>
    public const int SomeSkipped = 2;

    private const int DefaultLifetime = 3600;

    private static readonly Argument<string> Source = new("source")
    {
        Description = "A SQLite, CSV or JSON file, or the URL of a database: postgres://user@host/database or mysql://….",
    };

    private static readonly Option<string> From = CreateFrom();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Check and compare everything, and write nothing." };
    private static readonly Option<string?> Report = new("--report") { Description = "The JSON file to which each problem is written." };

    private static readonly Option<string[]> Map = new("--map")
    {
        Description = "A column and its target: mail=email. The target is a column of fastapi-users or a user field. Repeatable.",
    };

    private static readonly Option<string?> Users = new("--users") { Description = "The table of users." };

    private static readonly Option<string?> AccessTokens = new("--access-tokens")
    {
        Description = "The table of access tokens, or its file if the source is a CSV or JSON file.",
    };

    private static readonly Option<string?> OAuthAccounts = new("--oauth-accounts")
    {
        Description = "The table of OAuth accounts, or its file if the source is a CSV or JSON file.",
    };

    private static readonly Option<int> TokenLifetime = new("--token-lifetime")
    {
        Description = "The lifetime of the source's access tokens in seconds.",
        DefaultValueFactory = _ => DefaultLifetime,
    };

    public static Command Create()
    {
        Map.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]))
                result.AddError($"--map {token.Value}: the form is COLUMN=TARGET.");
        });
        TokenLifetime.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--token-lifetime must be at least 1.");
        });
        var command = new Command("import", "Import users from another system. A repeated import brings the changes since the last one.")
        {
            Source, From, DryRun, Report, Map, Users, AccessTokens, OAuthAccounts, TokenLifetime,
        };
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            services => RunAsync(services, parsed, cancellationToken), requiresSchema: true, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var kind = ImportKinds.Get(parsed.GetRequiredValue(From));
        var location = new ImportLocation(
            kind, parsed.GetRequiredValue(Source), parsed.GetValue(Users), parsed.GetValue(AccessTokens),
            parsed.GetValue(OAuthAccounts));
        var settings = new ImportSettings(
            parsed.GetValue(DryRun), MapOf(parsed.GetValue(Map) ?? []), TimeSpan.FromSeconds(parsed.GetValue(TokenLifetime)))
        {
            Kind = kind,
        };
        var file = parsed.GetValue(Report);
        try
        {
            await using var source = await services.GetRequiredService<IImportSources>().OpenAsync(location, cancellationToken);
            await using var output = file is null ? null : OwnerOnlyFile.Overwrite(file);
            using var report = new ImportReport(output);
            using var progress = new ImportProgressLine(Console.Error, Console.IsErrorRedirected, TimeProvider.System);
            var summary = await services.GetRequiredService<UserImporter>()
                .ImportAsync(source, settings, report, progress.Show, cancellationToken);
            await Console.Out.WriteLineAsync(report.Complete(summary));
            return summary.Skipped > 0 ? SomeSkipped : 0;
        }
        catch (ImportException exception)
        {
            // The report is incomplete.
            if (file is not null)
                File.Delete(file);
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("The import was interrupted. The same command continues it.");
            return 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The import cannot continue: {exception.Message}");
            return 1;
        }
    }

    private static Option<string> CreateFrom()
    {
        var from = new Option<string>("--from")
        {
            Description = "The system that the users come from.",
            DefaultValueFactory = _ => ImportKinds.FastApiUsers.Name,
        };
        from.AcceptOnlyFromAmong([.. ImportKinds.Names]);
        return from;
    }

    private static Dictionary<string, string> MapOf(IEnumerable<string> arguments)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var argument in arguments)
            map[argument.Split('=')[0]] = argument.Split('=')[1];
        return map;
    }
}
