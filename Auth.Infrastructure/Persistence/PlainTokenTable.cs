using System.Data.Common;
using System.Globalization;
using Auth.Application;
using Auth.Application.Backends.Opaque;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence;

/// <summary>The table of access tokens of fastapi-users, in the same database.</summary>
internal sealed class PlainTokenTable(
    IServiceScopeFactory scopes, IOptions<DatabaseOptions> options, IOptions<AuthOptions> auth) : IPlainTokenTable
{
    private readonly string? _table = options.Value.PlainTokenTable;
    private readonly bool _acceptsLegacyIds = auth.Value.Migration.AcceptLegacyIds;

    public async Task<PlainToken?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_table))
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return await FindAsync(database, _table, token, _acceptsLegacyIds, cancellationToken);
    }

    /// <summary>Fails if the table cannot be read.</summary>
    /// <exception cref="StartupException">The table does not exist, or has other columns.</exception>
    public static async Task CheckAsync(AuthDbContext database, string table, CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(database, table, "", acceptLegacyIds: false, cancellationToken);
        }
        catch (DbException exception)
        {
            throw new StartupException(
                $"Auth:Database:PlainTokenTable is {table}, which has no columns token, user_id and created_at: {exception.Message}");
        }
    }

    private static async Task<PlainToken?> FindAsync(
        AuthDbContext database, string table, string token, bool acceptLegacyIds, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        await using var command = database.Database.GetDbConnection().CreateCommand();
        var name = database.GetService<ISqlGenerationHelper>().DelimitIdentifier(table);
#pragma warning disable CA2100 // The name is a setting, and is quoted.
        command.CommandText = $"SELECT user_id, created_at FROM {name} WHERE token = @token";
#pragma warning restore CA2100
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@token", token);
        command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) && ForeignId.TryRead(Text(row, 0), acceptLegacyIds, out var userId)
            && DateTimeOffset.TryParse(
                Text(row, 1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var createdAt)
            ? new(userId, createdAt)
            : null;
    }

    /// <summary>Returns a value as a text: the columns have different types on each database.</summary>
    private static string Text(DbDataReader row, int column) => row.GetValue(column) switch
    {
        Guid id => id.ToString("D"),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
