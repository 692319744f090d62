using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Auth.Infrastructure.Persistence;

/// <summary>A column with a property, for statements that insert rows without tracking them.</summary>
internal sealed class InsertedColumn(IProperty property, StoreObjectIdentifier table)
{
    /// <summary>The name of the table.</summary>
    public string Table => table.Name;

    /// <summary>The name of the column.</summary>
    public string Name { get; } = property.GetColumnName(table)!;

    /// <summary>The type of the column without its length.</summary>
    public string Type { get; } = property.GetRelationalTypeMapping().StoreTypeNameBase;

    /// <summary>Returns the columns of an entity. Columns without a property have their default, and are missing.</summary>
    public static InsertedColumn[] Of(AuthDbContext database, Type type)
    {
        var entity = database.Model.FindEntityType(type)!;
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return [.. entity.GetProperties().Where(property => !property.IsShadowProperty()).Select(property => new InsertedColumn(property, table))];
    }

    /// <summary>Returns the value of a row as the database stores it.</summary>
    public object ValueOf(object row)
    {
        var value = property.GetGetter().GetClrValue(row);
        var converter = property.GetRelationalTypeMapping().Converter;
        return (value is not null && converter is not null ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
    }

    /// <summary>Creates a parameter for values of the column.</summary>
    public DbParameter CreateParameter(DbCommand command, string name) =>
        property.GetRelationalTypeMapping().CreateParameter(command, name, null, property.IsNullable);
}
