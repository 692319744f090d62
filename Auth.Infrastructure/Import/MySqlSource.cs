using System.Data.Common;
using Auth.Application.Users.Import;
using MySqlConnector;

namespace Auth.Infrastructure.Import;

/// <summary>A MySQL or MariaDB database. All reads return the state at the start of one transaction.</summary>
internal sealed class MySqlSource(MySqlConnection connection, ImportLocation location) : DatabaseSource(connection, location)
{
    protected override string TableNames => "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()";

    public static async Task<IImportSource> OpenAsync(Uri url, ImportLocation location, CancellationToken cancellationToken)
    {
        MySqlSource? source = null;
        try
        {
            source = new MySqlSource(new MySqlConnection(ConnectionString(url)), location);
            await source.Connection.OpenAsync(cancellationToken);
            foreach (var sql in new[]
            {
                "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
            })
            {
                await using var command = source.Command(sql);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await source.OpenAsync(cancellationToken);
            return source;
        }
        catch (Exception exception) when (exception is MySqlException or ArgumentException)
        {
            await (source?.DisposeAsync() ?? default);
            var reason = exception is MySqlException ? OneLine.Of(exception.Message) : "The URL has an invalid part.";
            throw new ImportException($"The MySQL database cannot be read: {reason}", exception);
        }
        catch
        {
            await (source?.DisposeAsync() ?? default);
            throw;
        }
    }

    /// <summary>Returns the connection settings of a URL. Values keep their stored form: ids in text, flags as numbers.</summary>
    internal static string ConnectionString(Uri url)
    {
        var settings = new MySqlConnectionStringBuilder { Pooling = false };
        SourceUrl.Apply(url, settings, defaultPort: 3306);
        settings.GuidFormat = MySqlGuidFormat.None;
        settings.TreatTinyAsBoolean = false;
        settings.ConvertZeroDateTime = true;
        return settings.ConnectionString;
    }

    protected override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    protected override async Task<DbCommand> SelectAsync(string table, CancellationToken cancellationToken)
    {
        await using var probe = Command($"SELECT * FROM {Quote(table)} LIMIT 0");
        await using var reader = await probe.ExecuteReaderAsync(cancellationToken);
        var hasId = Enumerable.Range(0, reader.FieldCount).Any(i => reader.GetName(i).Equals("id", StringComparison.OrdinalIgnoreCase));
        return Command($"SELECT * FROM {Quote(table)}{(hasId ? " ORDER BY id" : "")}");
    }
}
