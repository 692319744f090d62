using System.Diagnostics;
using Auth.Infrastructure.Passwords;
using Auth.ReferenceHashes;

namespace Auth.Benchmarks;

/// <summary>Measures hashes per second on one core with one and four lanes. Compares with the C library in-process.</summary>
internal static class HashingBenchmark
{
    private const int Runs = 5;

    /// <summary>Prints the table and returns the exit code.</summary>
    public static int Run(int workFactor)
    {
        if (!LibXCrypt.IsAvailable)
        {
            Console.Error.WriteLine("needs libcrypt.so.1 of libxcrypt");
            return 1;
        }

        PinToOneCore();
        var setting = $"$2b${workFactor:00}$abcdefghijklmnopqrstuu";
        var inputs = Enumerable.Range(0, EksBlowfish.Lanes)
            .Select(_ => BCryptInput.Create("password"u8, new byte[BCryptInput.SaltBytes], workFactor)).ToArray();
        (string Name, int Hashes, Action Hash)[] contestants =
        [
            ($"`crypt_r` of libxcrypt {Machine.PackageVersion("libcrypt1")}", 1, () => LibXCrypt.Hash("password"u8, setting)),
            ("BCrypt.Net-Next", 1, () => BCrypt.Net.BCrypt.HashPassword("password", setting)),
            ("Auth, one lane", 1, () => EksBlowfish.Digest(inputs[0])),
            ("Auth, four lanes", EksBlowfish.Lanes, () => EksBlowfish.Digest(inputs)),
        ];

        var rates = contestants.Select(_ => new double[Runs]).ToArray();
        for (var run = -1; run < Runs; run++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                var rate = HashesPerSecond(contestants[i].Hashes, contestants[i].Hash);
                if (run >= 0)
                    rates[i][run] = rate;
            }
        }

        Console.WriteLine($"| work factor {workFactor}, one core | hashes per second | ratio |");
        Console.WriteLine("|---|--:|--:|");
        for (var i = 0; i < contestants.Length; i++)
        {
            var ratio = rates[i].Zip(rates[0], (own, first) => own / first).Median();
            Console.WriteLine($"| {contestants[i].Name} | {rates[i].Median():0.0} | {ratio:0.00} |");
        }

        Console.WriteLine();
        Console.WriteLine($"Medians of {Runs} runs in turn, in one process: {Machine.Description}.");
        return 0;
    }

    // Pins the calling thread, which computes the hashes.
    private static void PinToOneCore()
    {
        if (OperatingSystem.IsLinux())
            Process.GetCurrentProcess().ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
    }

    private static double HashesPerSecond(int hashesAtOnce, Action hash)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            hash();
            count += hashesAtOnce;
        }
        while (watch.Elapsed < TimeSpan.FromSeconds(1));
        return count / watch.Elapsed.TotalSeconds;
    }
}
