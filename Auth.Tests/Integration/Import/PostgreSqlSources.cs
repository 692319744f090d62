using Npgsql;

namespace Auth.Tests.Integration.Import;

/// <summary>PostgreSQL databases as sources of imports.</summary>
internal static class PostgreSqlSources
{
    /// <summary>Creates a database.</summary>
    /// <param name="script">The statements that fill it.</param>
    /// <returns>Its URL.</returns>
    public static async Task<string> CreateAsync(string script)
    {
        var target = new NpgsqlConnectionStringBuilder(await PostgreSqlServer.NewDatabaseAsync()) { Pooling = false };
        await PostgreSqlServer.ExecuteAsync($"CREATE DATABASE {target.Database}");
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are constants of the tests.
        await using var command = new NpgsqlCommand(script, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return $"postgresql+asyncpg://{target.Username}@/{target.Database}?host={Uri.EscapeDataString(target.Host!)}";
    }
}
