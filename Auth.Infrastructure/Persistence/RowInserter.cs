using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
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
        if (rows.Count == 0)
            return;
        var properties = database.Model.FindEntityType(typeof(T))!.GetProperties().Where(property => !property.IsShadowProperty()).ToArray();
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // SQLite runs in this process and executes single rows faster.
            var connection = database.Database.GetDbConnection();
            var batch = connection.CanCreateBatch ? MaxParameters / properties.Length : 1;
            foreach (var group in rows.Chunk(batch).GroupBy(chunk => chunk.Length))
                await InsertAsync(database, properties, group.Key, group, cancellationToken);
        }
        catch (DbException exception) when (database.IsUniqueViolation(exception))
        {
            throw new DbUpdateException("A row exists already.", exception);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    private static async Task InsertAsync<T>(
        AuthDbContext database, IProperty[] properties, int rowsPerStatement, IEnumerable<T[]> batches, CancellationToken cancellationToken)
        where T : class
    {
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.Transaction = database.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // The names are those of the model.
        command.CommandText = Statement(database, properties, rowsPerStatement);
#pragma warning restore CA2100
        for (var i = 0; i < rowsPerStatement * properties.Length; i++)
        {
            var property = properties[i % properties.Length];
            command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, $"@p{i}", null, property.IsNullable));
        }

        var isPrepared = false;
        foreach (var batch in batches)
        {
            for (var i = 0; i < rowsPerStatement * properties.Length; i++)
                command.Parameters[i].Value = ValueOf(properties[i % properties.Length], batch[i / properties.Length]);

            // SQL Server requires the size of each parameter to prepare a statement.
            if (!isPrepared && rowsPerStatement == 1)
                await command.PrepareAsync(cancellationToken);
            isPrepared = true;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Statement(AuthDbContext database, IProperty[] properties, int rows)
    {
        var entity = (IEntityType)properties[0].DeclaringType;
        var sql = database.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        var columns = properties.Select(property => sql.DelimitIdentifier(property.GetColumnName(table)!));
        var values = Enumerable.Range(0, rows).Select(row =>
            $"({string.Join(", ", Enumerable.Range(row * properties.Length, properties.Length).Select(i => $"@p{i}"))})");
        return $"INSERT INTO {sql.DelimitIdentifier(table.Name)} ({string.Join(", ", columns)}) VALUES {string.Join(", ", values)}";
    }

    private static object ValueOf(IProperty property, object row)
    {
        var value = property.GetGetter().GetClrValue(row);
        var converter = property.GetRelationalTypeMapping().Converter;
        return (value is not null && converter is not null ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
    }
}
