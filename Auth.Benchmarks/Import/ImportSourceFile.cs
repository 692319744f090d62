using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Auth.Benchmarks.Import;

/// <summary>Writes a SQLite database of users as fastapi-users does: random ids, and hashes of random text.</summary>
internal static class ImportSourceFile
{
    private const string Schema = """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
        CREATE TABLE user (id CHAR(36) NOT NULL, email VARCHAR(320) NOT NULL, hashed_password VARCHAR(1024) NOT NULL,
            is_active BOOLEAN NOT NULL, is_superuser BOOLEAN NOT NULL, is_verified BOOLEAN NOT NULL, PRIMARY KEY (id));
        """;

    private const string Insert = "INSERT INTO user VALUES ($id, $email, $hash, $active, $superuser, $verified)";

    private static readonly string[] Parameters = ["$id", "$email", "$hash", "$active", "$superuser", "$verified"];

    /// <summary>Writes the file.</summary>
    public static async Task WriteAsync(string path, int users, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using (var schema = new SqliteCommand(Schema, connection))
            await schema.ExecuteNonQueryAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new SqliteCommand(Insert, connection, (SqliteTransaction)transaction);
        var parameters = Parameters.Select(name => insert.Parameters.AddWithValue(name, "")).ToArray();
        var random = new Random(1);
        for (var i = 0; i < users; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var values = RowOf(random, i);
            for (var column = 0; column < parameters.Length; column++)
                parameters[column].Value = values[column];
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var index = new SqliteCommand("CREATE UNIQUE INDEX ix_user_email ON user (email)", connection, (SqliteTransaction)transaction))
            await index.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static object[] RowOf(Random random, int number)
    {
        var bytes = new byte[64];
        random.NextBytes(bytes);
        var hash = number % 4 == 0
            ? $"$2b$12${Convert.ToBase64String(bytes, 0, 39).Replace('+', '.')}."
            : $"$argon2id$v=19$m=65536,t=3,p=4${Base64(bytes.AsSpan(0, 16))}${Base64(bytes.AsSpan(16, 32))}";
        return
        [
            new Guid(bytes.AsSpan(48)).ToString("D"),
            string.Create(CultureInfo.InvariantCulture, $"{random.Next():x}{number}@example.com"),
            hash, number % 50 == 0 ? 0 : 1, number % 1000 == 0 ? 1 : 0, number % 3 == 0 ? 0 : 1,
        ];
    }

    private static string Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
