namespace Auth.Benchmarks.Service;

/// <summary>Measures logins per second. Compares with the C library alone and with the same build hashing singly.</summary>
internal static class LoginBenchmark
{
    private const int Connections = 16;

    /// <summary>Measures all contestants in each round, and prints medians.</summary>
    public static async Task RunAsync(
        RunningService service, RunningService oneAtATime, int rounds, TimeSpan duration, CancellationToken cancellationToken)
    {
        // Warm-up: the runtime recompiles the login code during the first few hundred logins.
        await Wrk.LogInAsync(service, Connections, 3 * duration, cancellationToken);
        await Wrk.LogInAsync(oneAtATime, Connections, 2 * duration, cancellationToken);
        var (crypt, batches, ones) = (new List<double>(), new List<Load>(), new List<Load>());
        for (var round = 0; round < rounds; round++)
        {
            batches.Add(await Wrk.LogInAsync(service, Connections, duration, cancellationToken));
            crypt.Add(await CryptRate.MeasureAsync(duration, cancellationToken));
            ones.Add(await Wrk.LogInAsync(oneAtATime, Connections, duration, cancellationToken));
        }

        Console.WriteLine($"| work factor 12, {Connections} connections logging in | per second | mean | p50 | p99 | answers |");
        Console.WriteLine("|---|--:|--:|--:|--:|---|");
        Print("Auth", batches);
        Print("Auth, its threads hashing one at a time", ones);
        Console.WriteLine($"| `crypt_r` alone, on {Environment.ProcessorCount} threads | {crypt.Median():0.0} | | | | |");
        Console.WriteLine();
        Console.WriteLine("| ratio | |");
        Console.WriteLine("|---|--:|");
        PrintRatio("Auth to `crypt_r` alone, per second", batches.Zip(crypt, (load, alone) => load.Rate / alone));
        PrintRatio("Auth to Auth hashing one at a time, per second", batches.Zip(ones, (load, one) => load.Rate / one.Rate));
        PrintRatio($"Auth's p99 to the mean wait that {Connections} connections and the logins per second imply",
            batches.Select(load => load.P99.TotalSeconds / (Connections / load.Rate)));
        Console.WriteLine();
    }

    private static void Print(string name, List<Load> loads) => Console.WriteLine(
        $"| {name} | {loads.Median(load => load.Rate):0.0} | {loads.Median(load => load.Mean.TotalMilliseconds):0} ms "
        + $"| {loads.Median(load => load.P50.TotalMilliseconds):0} ms | {loads.Median(load => load.P99.TotalMilliseconds):0} ms "
        + $"| {Load.Count(loads)} |");

    private static void PrintRatio(string name, IEnumerable<double> ratios) =>
        Console.WriteLine($"| {name} | {ratios.Median():0.00} |");
}
