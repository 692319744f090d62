using System.Diagnostics;
using Auth.Infrastructure.Passwords;
using Auth.ReferenceHashes;

namespace Auth.Benchmarks;

/// <summary>
/// Measures the time of Argon2id with the parameters of fastapi-users. Compares with libargon2 in the same process.
/// </summary>
internal static class Argon2idBenchmark
{
    private const int DigestBytes = 32;

    private static readonly (int Memory, int Iterations, int Parallelism)[] Parameters = [(65536, 3, 4), (102400, 2, 8)];

    /// <summary>Prints the table and returns the exit code.</summary>
    /// <param name="rounds">The number of measurements of each contestant, in turn. Medians are printed.</param>
    public static int Run(int rounds)
    {
        if (!LibArgon2.IsAvailable)
        {
            Console.Error.WriteLine("needs libargon2.so.1 of argon2");
            return 1;
        }

        Console.WriteLine("| parameters | | processor time | time | processor time of the first | ratio of processor times |");
        Console.WriteLine("|---|---|--:|--:|--:|--:|");
        foreach (var parameters in Parameters)
            Print(parameters, rounds);
        Console.WriteLine();
        Console.WriteLine($"Medians of {rounds} runs in turn, in one process: {Machine.Description}.");
        Console.WriteLine("libargon2 computes lanes in threads.");
        return 0;
    }

    private static void Print((int Memory, int Iterations, int Parallelism) parameters, int rounds)
    {
        var (memory, iterations, parallelism) = parameters;
        var (password, salt) = ("a quiet harbour"u8.ToArray(), "sixteen bytes..."u8.ToArray());
        (string Name, Action Hash)[] contestants =
        [
            ($"libargon2 {Machine.PackageVersion("libargon2-1")}",
                () => LibArgon2.Hash(password, salt, memory, iterations, parallelism, DigestBytes)),
            ("Auth", () => new Argon2id(memory, iterations, parallelism).Compute(password, salt, DigestBytes)),
        ];

        var times = contestants.Select(_ => new (double Processor, double Wall)[rounds + 1]).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
                times[i][round] = Measure(contestants[i].Hash);
        }

        for (var i = 0; i < contestants.Length; i++)
        {
            var ratio = times[0].Zip(times[i], (reference, own) => reference.Processor / own.Processor).Skip(1).Median();
            Console.WriteLine($"| m={memory}, t={iterations}, p={parallelism} | {contestants[i].Name} "
                + $"| {times[i].Skip(1).Select(time => time.Processor).Median():0} ms "
                + $"| {times[i].Skip(1).Select(time => time.Wall).Median():0} ms | {times[i][0].Processor:0} ms | {ratio:0.00} |");
        }
    }

    private static (double Processor, double Wall) Measure(Action hash)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        hash();
        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalMilliseconds, wall.TotalMilliseconds);
    }
}
