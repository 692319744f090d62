using Auth.Application.Users.Import;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Infrastructure.Import;

/// <summary>Opens the sources of imports.</summary>
internal sealed class ImportSources : IImportSources
{
    public async Task<IImportSource> OpenAsync(ImportLocation location, CancellationToken cancellationToken)
    {
        switch (SourceUrl.SchemeOf(location.Source))
        {
            case "postgres" or "postgresql":
                return await PostgreSqlSource.OpenAsync(SourceUrl.Parse(location.Source), location, cancellationToken);
            case "mysql" or "mariadb":
                return await MySqlSource.OpenAsync(SourceUrl.Parse(location.Source), location, cancellationToken);
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

    private static async Task<IImportSource> OpenFileAsync(string path, ImportLocation location, CancellationToken cancellationToken)
    {
        var users = await ImportFile.OpenAsync(path, cancellationToken);
        if (users.Format is ImportFileFormat.Sqlite)
            return await SqliteSource.OpenAsync(path, location, cancellationToken);
        if (location.Users is not null)
            throw new ImportException("--users names a table of a database. The source is a file.");
        var files = new Dictionary<ImportTable, ImportFile> { [ImportTable.Users] = users };
        if (location.AccessTokens is { } tokens)
            files[ImportTable.AccessTokens] = await ImportFile.OpenAsync(tokens, cancellationToken);
        if (location.ExternalAccounts is { } accounts)
            files[ImportTable.ExternalAccounts] = await ImportFile.OpenAsync(accounts, cancellationToken);
        if (files.Values.Any(file => file != users && file.Format is ImportFileFormat.Sqlite))
            throw new ImportException("A CSV or JSON file cannot be combined with a SQLite file.");
        return new FileSource(files);
    }
}

/// <summary>Registers the sources and the store of imports.</summary>
internal static class ImportServices
{
    public static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddSingleton<IImportSources, ImportSources>()
        .AddSingleton<Func<IImportIndex>>(() => new ImportIndex())
        .AddScoped<IImportStore, ImportStore>();
}
