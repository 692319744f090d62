using Auth.Application.Users.Import;
using Microsoft.Data.Sqlite;

namespace Auth.Infrastructure.Import;

/// <summary>A SQLite file, which is opened for reading only.</summary>
internal sealed class SqliteSource(SqliteConnection connection, ImportLocation location) : DatabaseSource(connection, location)
{
    protected override string TableNames => "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')";

    public static async Task<IImportSource> OpenAsync(string path, ImportLocation location, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        var source = new SqliteSource(connection, location);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await source.OpenAsync(cancellationToken);
            return source;
        }
        catch (SqliteException exception)
        {
            await source.DisposeAsync();
            throw new ImportException($"The SQLite file cannot be read: {OneLine.Of(exception.Message)}", exception);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    protected override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
