using System.Data;
using System.Data.Common;
using Auth.Application.Users.Import;
using Npgsql;

namespace Auth.Infrastructure.Import;

/// <summary>
/// A PostgreSQL database. All reads are in one transaction and return the state at its start, while the application continues to
/// write.
/// </summary>
internal sealed class PostgreSqlSource(NpgsqlConnection connection, ImportLocation location) : DatabaseSource(connection, location)
{
    // Other types are read as text: enumerations, domains, dates before year 1, infinite times.
    private static readonly string[] Typed = ["boolean", "smallint", "integer", "bigint", "uuid", "text", "character varying"];

    private NpgsqlTransaction? _transaction;

    protected override string TableNames =>
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))";

    public static async Task<IImportSource> OpenAsync(Uri url, ImportLocation location, CancellationToken cancellationToken)
    {
        PostgreSqlSource? source = null;
        try
        {
            source = new PostgreSqlSource(new NpgsqlConnection(ConnectionString(url)), location);
            await source.Connection.OpenAsync(cancellationToken);
            source._transaction = await ((NpgsqlConnection)source.Connection)
                .BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using (var readOnly = source.Command("SET TRANSACTION READ ONLY"))
                await readOnly.ExecuteNonQueryAsync(cancellationToken);
            if (location.Kind.Schema is { } schema)
            {
                await using var path = source.Command($"SET LOCAL search_path TO {source.Quote(schema)}");
                await path.ExecuteNonQueryAsync(cancellationToken);
            }

            await source.OpenAsync(cancellationToken);
            return source;
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException)
        {
            await DisposeAsync(source);

            // An invalid URL can contain the password at any place.
            var reason = exception is NpgsqlException ? OneLine.Of(exception.Message) : "The URL has an invalid part.";
            throw new ImportException($"The PostgreSQL database cannot be read: {reason}", exception);
        }
        catch
        {
            await DisposeAsync(source);
            throw;
        }
    }

    /// <summary>Returns the connection settings of a URL. Its query can contain any setting of Npgsql, such as <c>sslmode</c>.</summary>
    internal static string ConnectionString(Uri url)
    {
        var settings = new NpgsqlConnectionStringBuilder { Pooling = false, ApplicationName = "auth users import" };
        SourceUrl.Apply(url, settings, defaultPort: 5432);
        return settings.ConnectionString;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    protected override async Task<DbCommand> SelectAsync(string table, CancellationToken cancellationToken)
    {
        await using var probe = Command($"SELECT * FROM {Quote(table)} LIMIT 0");
        await using var reader = await probe.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken);
        var columns = await reader.GetColumnSchemaAsync(cancellationToken);
        var id = columns.FirstOrDefault(column => column.ColumnName.Equals("id", StringComparison.OrdinalIgnoreCase))?.ColumnName;
        var order = id is null ? "" : $" ORDER BY {Quote(id)}";
        var command = (NpgsqlCommand)Command($"SELECT * FROM {Quote(table)}{order}");
        command.UnknownResultTypeList =
            [.. columns.Select(column => !Typed.Any(type => column.DataTypeName?.StartsWith(type, StringComparison.Ordinal) is true))];
        return command;
    }

    private static ValueTask DisposeAsync(PostgreSqlSource? source) => source?.DisposeAsync() ?? default;
}
