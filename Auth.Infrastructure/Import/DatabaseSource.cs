using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Auth.Application.Users.Import;

namespace Auth.Infrastructure.Import;

/// <summary>The tables of a database. Both passes of an import use one connection.</summary>
internal abstract class DatabaseSource(DbConnection connection, ImportLocation location) : IImportSource
{
    private readonly Dictionary<ImportTable, string> _tables = [];

    protected DbConnection Connection { get; } = connection;

    /// <summary>The statement that returns the names of all tables.</summary>
    protected abstract string TableNames { get; }

    /// <summary>Returns a name in the quotes of the database.</summary>
    protected abstract string Quote(string name);

    public bool Has(ImportTable table) => _tables.ContainsKey(table);

    public async Task<long?> CountAsync(ImportTable table, CancellationToken cancellationToken)
    {
        if (!Has(table))
            return 0;
        await using var command = Command($"SELECT COUNT(*) FROM {Quote(_tables[table])}");
        return Convert.ToInt64(
            await ReadAsync(() => command.ExecuteScalarAsync(cancellationToken), table, row: 0), CultureInfo.InvariantCulture);
    }

    public async IAsyncEnumerable<ImportRow> ReadAsync(
        ImportTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Has(table))
            yield break;
        await using var command = await ReadAsync(() => SelectAsync(_tables[table], cancellationToken), table, row: 0);
        await using var reader = await ReadAsync(() => command.ExecuteReaderAsync(cancellationToken), table, row: 0);
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        for (var number = 1L; await ReadAsync(() => reader.ReadAsync(cancellationToken), table, number - 1); number++)
            yield return RowOf(reader, names, number);
    }

    public virtual ValueTask DisposeAsync() => Connection.DisposeAsync();

    /// <summary>Finds the tables. Only the table of users is required.</summary>
    /// <exception cref="ImportException">A table is missing.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var command = Command(TableNames))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        var kind = location.Kind;
        Find(ImportTable.Users, location.Users, kind.UserTables);
        Find(ImportTable.AccessTokens, location.AccessTokens, kind.TokenTables);
        Find(ImportTable.ExternalAccounts, location.ExternalAccounts, kind.AccountTables);
        if (!Has(ImportTable.Users))
            throw new ImportException($"The database has no table \"{kind.UserTables[0]}\". Use --users TABLE if it has another name.");

        void Find(ImportTable table, string? given, IReadOnlyList<string> usual)
        {
            IReadOnlyList<string> candidates = given is null ? usual : [given];
            if (candidates.FirstOrDefault(names.Contains) is { } name)
                _tables[table] = name;
            else if (given is not null)
                throw new ImportException($"The database has no table \"{given}\".");
        }
    }

    /// <summary>Returns the statement that reads a table in an order that does not change.</summary>
    protected virtual Task<DbCommand> SelectAsync(string table, CancellationToken cancellationToken) =>
        Task.FromResult(Command($"SELECT * FROM {Quote(table)}"));

    protected DbCommand Command(string sql)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // The names of tables exist, and are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        return command;
    }

    private static ImportRow RowOf(DbDataReader reader, string[] names, long number)
    {
        var values = new Dictionary<string, object?>(names.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            try
            {
                values[names[i]] = DatabaseValue.Normalize(reader.GetValue(i));
            }
            catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
            {
                return new(number, values, $"The value of the column {names[i]} cannot be read.");
            }
        }

        return new(number, values);
    }

    /// <exception cref="ImportException">The database reports an error: a damaged file, a missing right or a lost connection.</exception>
    private static async Task<T> ReadAsync<T>(Func<Task<T>> read, ImportTable table, long row)
    {
        try
        {
            return await read();
        }
        catch (DbException exception)
        {
            throw new ImportException(
                $"The table of {ImportReport.NameOf(table)} cannot be read after row {row}: {OneLine.Of(exception.Message)}", exception);
        }
    }
}

/// <summary>Values of databases in the types of <see cref="ImportRow"/>.</summary>
internal static class DatabaseValue
{
    public static object? Normalize(object value) => value switch
    {
        DBNull => null,
        string or bool or long or double or Guid or byte[] or DateTimeOffset => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        decimal number when number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue => (long)number,
        ulong and <= long.MaxValue => (long)(ulong)value,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>Messages of other programs in one line.</summary>
internal static class OneLine
{
    private const int Longest = 300;

    public static string Of(string message)
    {
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
