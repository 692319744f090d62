using Auth.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Auth.Benchmarks.Users;

/// <summary>A temporary SQLite database with users, read by the code of the service.</summary>
internal sealed class UserTable : IAsyncDisposable
{
    /// <summary>The minimum number of superusers. With fewer, they would not fill a page.</summary>
    private const int FewestSuperusers = 100;

    private const int CacheKilobytesWhileFilling = 500_000;

    // Addresses in an order unrelated to the flags. The multiplier is odd, so the addresses are unique.
    private const string Fill = """
        WITH RECURSIVE
            numbered(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbered WHERE n + 1 < $users),
            placed AS (SELECT n, (n * 2654435761) & 4294967295 AS place FROM numbered),
            named AS (SELECT n, printf('%s.%08x@example.com',
                CASE place >> 30 WHEN 0 THEN 'east' WHEN 1 THEN 'north' WHEN 2 THEN 'south' ELSE 'west' END, place) AS email
                FROM placed)
        INSERT INTO users (id, email, normalized_email, hashed_password, is_active, is_verified, is_superuser)
        SELECT hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
                || '-A' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)),
            email, upper(email), '$2b$12$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
            n % 10 <> 0, n % 20 >= 10, n / 20 % $groupsPerSuperuser = 0
        FROM named
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("auth-benchmark-").FullName;
    private readonly SqliteContexts _contexts;

    private UserTable() => _contexts = new(new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(_folder, "auth.db"),
    }.ConnectionString);

    /// <summary>Creates a database of users: 90% active, 50% verified, and 0.1% superusers, but at least a hundred.</summary>
    public static async Task<UserTable> CreateAsync(int users, CancellationToken cancellationToken)
    {
        var table = new UserTable();
        try
        {
            await table.FillAsync(users, cancellationToken);
            return table;
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a page as a request does.</summary>
    /// <returns>The number of users on the page.</returns>
    public async Task<int> ReadPageAsync(UserPageQuery query, CancellationToken cancellationToken)
    {
        await using var database = _contexts.Create();
        return await ReadPageAsync(database, query, cancellationToken);
    }

    /// <summary>Returns the query plan of SQLite for a page.</summary>
    public async Task<string> PlanAsync(UserPageQuery query, CancellationToken cancellationToken)
    {
        var plan = new PlanInterceptor();
        await using var database = _contexts.CreateUnpooled(plan);
        await ReadPageAsync(database, query, cancellationToken);
        return plan.Text;
    }

    /// <summary>Deletes the database.</summary>
    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task FillAsync(int users, CancellationToken cancellationToken)
    {
        await using var database = _contexts.Create();
        await database.Database.MigrateAsync(cancellationToken);
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)database.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA cache_size = -{CacheKilobytesWhileFilling}";
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText = Fill;
        command.CommandTimeout = 600;
        command.Parameters.Add(new SqliteParameter("$users", users));
        command.Parameters.Add(new SqliteParameter("$groupsPerSuperuser", Math.Min(1000, users / FewestSuperusers)));
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.Parameters.Clear();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync(cancellationToken);

        // Discards the connection with the large cache, which the service does not use.
        SqliteConnection.ClearPool(connection);
    }

    private static async Task<int> ReadPageAsync(
        AuthDbContext database, UserPageQuery query, CancellationToken cancellationToken) =>
        (await new UserRepository(database)
            .ListAsync(query.Filter, query.After, UserPageQuery.Limit, cancellationToken)).Count;
}
