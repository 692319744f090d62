using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// Inserts many rows with prepared statements in the current transaction. Tracking each row, as a save does, takes several times as
/// long. Columns without a property have their default.
/// </summary>
internal static class RowInserter
{
    /// <summary>The maximum number of parameters of a statement on SQL Server is 2,100.</summary>
    private const int MaxParameters = 2000;

    /// <exception cref="DbUpdateException">A unique index or key already contains a value.</exception>
    public static async Task InsertAsync<T>(AuthDbContext database, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        var columns = InsertedColumn.Of(database, typeof(T));
        try
        {
            // SQLite runs in this process and executes single rows faster.
            var connection = database.Database.GetDbConnection();
            var batch = connection.CanCreateBatch ? MaxParameters / columns.Length : 1;
            foreach (var group in rows.Chunk(batch).GroupBy(chunk => chunk.Length))
                await InsertAsync(database, columns, group.Key, group, cancellationToken);
        }
        catch (DbException exception) when (database.IsUniqueViolation(exception))
        {
            throw new DbUpdateException("A row exists already.", exception);
        }
    }

    private static async Task InsertAsync<T>(
        AuthDbContext database, InsertedColumn[] columns, int rowsPerStatement, IEnumerable<T[]> batches, CancellationToken cancellationToken)
        where T : class
    {
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.Transaction = database.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // The names are those of the model.
        command.CommandText = Statement(database, columns, rowsPerStatement);
#pragma warning restore CA2100
        var parameters = Enumerable.Range(0, rowsPerStatement * columns.Length)
            .Select(i => columns[i % columns.Length].CreateParameter(command, $"@p{i}")).ToArray();
        command.Parameters.AddRange(parameters);
        var isPrepared = false;
        foreach (var batch in batches)
        {
            for (var i = 0; i < parameters.Length; i++)
                parameters[i].Value = columns[i % columns.Length].ValueOf(batch[i / columns.Length]);

            // SQL Server requires the size of each parameter to prepare a statement.
            if (!isPrepared && rowsPerStatement == 1)
                await command.PrepareAsync(cancellationToken);
            isPrepared = true;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Statement(AuthDbContext database, InsertedColumn[] columns, int rows)
    {
        var sql = database.GetService<ISqlGenerationHelper>();
        var values = Enumerable.Range(0, rows).Select(row =>
            $"({string.Join(", ", Enumerable.Range(row * columns.Length, columns.Length).Select(i => $"@p{i}"))})");
        return $"INSERT INTO {sql.DelimitIdentifier(columns[0].Table)} ({string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Name)))}) "
            + $"VALUES {string.Join(", ", values)}";
    }
}
