using System.Diagnostics;
using System.Globalization;
using System.Net;
using Auth.Infrastructure.Passwords;
using Microsoft.Data.Sqlite;

namespace Auth.Benchmarks.Service;

/// <summary>Measures the first logins of imported users who all log in at once, and the replacement of their hashes after it.</summary>
internal static class FirstLoginsBenchmark
{
    private const int Unset = 0;

    // The defaults of argon2-cffi and pwdlib, with which fastapi-users 13 and later hash.
    private static readonly Argon2id Parameters = new(Memory: 65536, Iterations: 3, Parallelism: 4);

    private static readonly TimeSpan LongestReplacement = TimeSpan.FromMinutes(5);

    /// <summary>Prints the results. Returns 1 if a login failed or a hash was not replaced.</summary>
    public static async Task<int> RunAsync(int users, CancellationToken cancellationToken)
    {
        using var published = await PublishedService.CreateAsync(cancellationToken);
        await using var service = await RunningService.StartAsync(
            published, published.BatchesOfFour, Unset, cancellationToken, ("Auth__Proxies__0", "127.0.0.1"));
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = users };
        using var client = new HttpClient(handler) { BaseAddress = service.Address, Timeout = TimeSpan.FromMinutes(5) };
        await ImportedUsers.AddAsync(service.Database, users, Parameters, cancellationToken);

        var (before, watch) = (service.ProcessorTime, Stopwatch.StartNew());
        var answers = await ImportedUsers.LogInAsync(client, users, cancellationToken);
        var (seconds, processor) = (watch.Elapsed.TotalSeconds, service.ProcessorTime - before);
        var successes = answers.Count(status => status == HttpStatusCode.OK);
        Console.WriteLine(
            $"{users} first logins at once (m={Parameters.Memory},t={Parameters.Iterations},p={Parameters.Parallelism}): {successes} × 200 "
            + $"in {seconds:0.0} s, {processor.TotalSeconds:0.0} s of processor time, {PeakMebibytes(service.ProcessId)} MiB of memory at most.");

        var left = await WaitAsync(service.Database, cancellationToken);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s after the start, {users - left} hashes were replaced: {Machine.Description}.");
        return successes == users && left == 0 ? 0 : 1;
    }

    /// <summary>Waits until all hashes are replaced, and returns the number of the others.</summary>
    private static async Task<long> WaitAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM users WHERE hashed_password LIKE '$argon2id$%'";
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken))
        {
            var left = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
            if (left == 0 || watch.Elapsed > LongestReplacement)
                return left;
        }
    }

    private static long PeakMebibytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
