using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>Inserts many rows with <c>COPY</c> in the current transaction.</summary>
internal static class PostgreSqlCopy
{
    /// <exception cref="DbUpdateException">A unique index or key contains a value, or a row of another table was deleted.</exception>
    public static async Task InsertAsync<T>(AuthDbContext database, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        var columns = InsertedColumn.Of(database, typeof(T));
        var sql = database.GetService<ISqlGenerationHelper>();
        var names = string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Name)));
        var table = sql.DelimitIdentifier(columns[0].Table);
        try
        {
            await using var copy = await ((NpgsqlConnection)database.Database.GetDbConnection()).BeginBinaryImportAsync(
                $"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                foreach (var column in columns)
                    await copy.WriteAsync(column.ValueOf(row), column.Type, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new DbUpdateConcurrencyException("A row that these rows belong to was deleted.", exception);
        }
        catch (PostgresException exception) when (database.IsUniqueViolation(exception))
        {
            throw new DbUpdateException("A row exists already.", exception);
        }
    }
}
