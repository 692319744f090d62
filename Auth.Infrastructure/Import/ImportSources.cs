using Auth.Application;
using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Import;

/// <summary>Opens the sources of imports.</summary>
internal sealed class ImportSources(IOptions<AuthOptions> options, TimeProvider time) : IImportSources
{
    public async Task<IImportSource> OpenAsync(ImportLocation location, CancellationToken cancellationToken)
    {
        switch (SourceUrl.SchemeOf(location.Source))
        {
            case not null when location.Kind.IsDocument:
                throw new ImportException($"The source of --from {location.Kind} is a JSON file.");
            case "postgres" or "postgresql":
                return Convert(await PostgreSqlSource.OpenAsync(SourceUrl.Parse(location.Source), location, cancellationToken), location);
            case "mysql" or "mariadb":
                return Convert(await MySqlSource.OpenAsync(SourceUrl.Parse(location.Source), location, cancellationToken), location);
            case "sqlite":
                // SQLAlchemy writes three slashes before a relative path, and four before an absolute one.
                var path = Uri.UnescapeDataString(location.Source[(location.Source.IndexOf("://", StringComparison.Ordinal) + 3)..]);
                return await OpenFileAsync(path.StartsWith('/') ? path[1..] : path, location, cancellationToken);
            case "mongodb":
                throw new ImportException("Export the collections with mongoexport, and import the files.");
            case { } scheme:
                throw new ImportException($"Sources of the kind {scheme}:// are not supported.");
            default:
                return await OpenFileAsync(location.Source, location, cancellationToken);
        }
    }

    private async Task<IImportSource> OpenFileAsync(string path, ImportLocation location, CancellationToken cancellationToken)
    {
        var users = await ImportFile.OpenAsync(path, cancellationToken);
        if (location.Kind.IsDocument && users.Format is not (ImportFileFormat.JsonLines or ImportFileFormat.JsonArray))
            throw new ImportException($"{path} is no JSON file, which --from {location.Kind} needs.");
        if (users.Format is ImportFileFormat.Sqlite)
            return Convert(await SqliteSource.OpenAsync(path, location, cancellationToken), location);
        if (location.Users is not null)
            throw new ImportException("--users names a table of a database. The source is a file.");
        if (location.Kind.UsersMember is { } member && users.Format is ImportFileFormat.JsonLines)
            users = await new JsonMember(member).LocateAsync(users, cancellationToken);
        var files = new Dictionary<ImportTable, ImportFile> { [ImportTable.Users] = users };
        if (location.AccessTokens is { } tokens)
            files[ImportTable.AccessTokens] = await ImportFile.OpenAsync(tokens, cancellationToken);
        if (location.ExternalAccounts is { } accounts)
            files[ImportTable.ExternalAccounts] = await ImportFile.OpenAsync(accounts, cancellationToken);
        if (files.Values.Any(file => file != users && file.Format is ImportFileFormat.Sqlite))
            throw new ImportException("A CSV or JSON file cannot be combined with a SQLite file.");
        return Convert(
            new FileSource(files), location, hasDocuments: users.Format is not ImportFileFormat.Csv && location.ExternalAccounts is null);
    }

    private IImportSource Convert(IImportSource source, ImportLocation location, bool hasDocuments = false) =>
        location.Kind == ImportKinds.FastApiUsers
            ? source
            : new ConvertedSource(source, location.Kind, hasDocuments, new(options.Value.Passwords.Firebase, time.GetUtcNow()));
}

/// <summary>Registers the sources and the store of imports.</summary>
internal static class ImportServices
{
    public static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddSingleton<IImportSources, ImportSources>()
        .AddSingleton<Func<IImportIndex>>(() => new ImportIndex())
        .AddScoped<IImportStore, ImportStore>();
}
