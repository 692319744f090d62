using Microsoft.Data.SqlClient;

namespace Auth.Tests.Integration;

/// <summary>A separate database for a server under test.</summary>
public sealed record TestDatabase(string Provider, string ConnectionString)
{
    /// <summary>Returns a new database of the given engine; migrations create its tables.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseEngine engine, string folder)
    {
        if (engine is DatabaseEngine.Sqlite)
            return new("Sqlite", $"Data Source={Path.Combine(folder, "auth.db")}");
        var server = new SqlConnectionStringBuilder(await SqlServer.ConnectionStringAsync())
        {
            InitialCatalog = $"auth_test_{Guid.NewGuid():N}",
        };
        return new("SqlServer", server.ConnectionString);
    }
}
