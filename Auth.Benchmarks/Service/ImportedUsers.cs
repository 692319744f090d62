using System.Net;
using System.Security.Cryptography;
using Auth.Infrastructure.Passwords;
using Microsoft.Data.Sqlite;

namespace Auth.Benchmarks.Service;

/// <summary>Users with Argon2id hashes from another service.</summary>
internal static class ImportedUsers
{
    private const string Password = "a quiet harbour";

    /// <summary>Adds users to the service's database and logs all of them in concurrently.</summary>
    public static async Task<HttpStatusCode[]> LogInAsync(
        RunningService service, HttpClient client, int count, CancellationToken cancellationToken)
    {
        await AddAsync(service.Database, count, new Argon2id(Memory: 102400, Iterations: 2, Parallelism: 8), cancellationToken);
        return await LogInAsync(client, count, cancellationToken);
    }

    /// <summary>Logs all added users in concurrently.</summary>
    public static async Task<HttpStatusCode[]> LogInAsync(HttpClient client, int count, CancellationToken cancellationToken)
    {
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var form = $"username=imported{i}%40example.com&password={Uri.EscapeDataString(Password)}";
            using var request = FairnessBenchmark.Login("203.0.113.2", form);
            using var answer = await client.SendAsync(request, cancellationToken);
            return answer.StatusCode;
        }));
    }

    /// <summary>Adds users to a database.</summary>
    public static async Task AddAsync(string database, int count, Argon2id parameters, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var digest = parameters.Compute(System.Text.Encoding.ASCII.GetBytes(Password), salt, 32);
        var (memory, iterations, parallelism) = parameters;
        var hash = $"$argon2id$v=19$m={memory},t={iterations},p={parallelism}${Base64(salt)}${Base64(digest)}";
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        for (var i = 0; i < count; i++)
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText = """
                INSERT INTO users (id, email, normalized_email, hashed_password, is_active, is_superuser, is_verified)
                VALUES ($id, $email, upper($email), $hash, 1, 0, 0)
                """;
            insert.Parameters.AddWithValue("$id", Guid.NewGuid().ToString());
            insert.Parameters.AddWithValue("$email", $"imported{i}@example.com");
            insert.Parameters.AddWithValue("$hash", hash);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
