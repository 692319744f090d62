using System.Data.Common;
using Auth.Infrastructure.Persistence.PostgreSql;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Auth.Tests.Integration.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Auth.Tests.Integration;

/// <summary>A separate database for a server under test.</summary>
public sealed record TestDatabase(DatabaseEngine Engine, string ConnectionString)
{
    private static readonly Lazy<Task<SqliteFile>> Template = new(async () =>
    {
        var file = new SqliteFile();
        await file.MigrateAsync();
        return file;
    });

    /// <summary>The environment variables of a program that uses this database.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("Auth__Database__Provider", $"{Engine}"),
        ("Auth__Database__ConnectionString", ConnectionString),
    ];

    /// <summary>Names a database of the given engine that does not exist yet; the program creates it.</summary>
    public static async Task<TestDatabase> NameAsync(DatabaseEngine engine, string folder) => new(engine, engine switch
    {
        DatabaseEngine.Sqlite => $"Data Source={Path.Combine(folder, "auth.db")}",
        DatabaseEngine.PostgreSql => await PostgreSqlServer.NewDatabaseAsync(),
        _ => new SqlConnectionStringBuilder(await SqlServer.ConnectionStringAsync())
        {
            InitialCatalog = $"auth_test_{Guid.NewGuid():N}",
        }.ConnectionString,
    });

    /// <summary>Names a database whose tables exist where this saves time. Elsewhere the program creates them.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseEngine engine, string folder)
    {
        if (engine is DatabaseEngine.PostgreSql)
            return new(engine, await PostgreSqlServer.NewMigratedDatabaseAsync());
        if (engine is DatabaseEngine.Sqlite)
            await (await Template.Value).ExecuteAsync($"VACUUM INTO '{Path.Combine(folder, "auth.db")}'");
        return await NameAsync(engine, folder);
    }

    /// <summary>Deletes the database that is the template of others.</summary>
    public static async Task DeleteTemplateAsync()
    {
        if (Template.IsValueCreated)
            (await Template.Value).Dispose();
    }

    /// <summary>Returns the first column of a query, as another program reads it.</summary>
    public async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The SQL texts are constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add($"{reader.GetValue(0)}");
        return rows;
    }

    private DbConnection Connection() => Engine switch
    {
        DatabaseEngine.Sqlite => new SqliteConnection($"{ConnectionString};Pooling=False"),
        DatabaseEngine.PostgreSql => new NpgsqlConnection($"{ConnectionString};Pooling=False"),
        _ => new SqlConnection($"{ConnectionString};Pooling=False"),
    };
}

internal static class TestDatabaseServices
{
    /// <summary>Adds an interceptor to the context of each engine.</summary>
    public static IServiceCollection AddInterceptor(this IServiceCollection services, IInterceptor interceptor) => services
        .ConfigureDbContext<SqliteAuthDbContext>(options => options.AddInterceptors(interceptor))
        .ConfigureDbContext<PostgreSqlAuthDbContext>(options => options.AddInterceptors(interceptor))
        .ConfigureDbContext<SqlServerAuthDbContext>(options => options.AddInterceptors(interceptor));
}
