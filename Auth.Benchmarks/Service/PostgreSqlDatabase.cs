using Npgsql;

namespace Auth.Benchmarks.Service;

/// <summary>A new database of a PostgreSQL server, which the service creates and this object deletes.</summary>
internal sealed class PostgreSqlDatabase(string server) : IAsyncDisposable
{
    private readonly string _name = $"auth_benchmark_{Guid.NewGuid():N}";

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = _name }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The name is generated above.
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
