namespace Auth.Benchmarks.Service;

/// <summary>What a read of a user costs beside an answer that does nothing.</summary>
internal static class FloorBenchmark
{
    private const int Connections = 16;

    /// <summary>Measures both in turn, and prints medians.</summary>
    public static async Task RunAsync(RunningService service, int rounds, TimeSpan duration, CancellationToken cancellationToken)
    {
        const string health = "health/live";
        const string me = "api/users/me";
        await Wrk.GetAsync(service, health, Connections, duration, cancellationToken);
        await Wrk.GetAsync(service, me, Connections, duration, cancellationToken);
        var (nothing, reads) = (new List<Load>(), new List<Load>());
        for (var round = 0; round < rounds; round++)
        {
            nothing.Add(await Wrk.GetAsync(service, health, Connections, duration, cancellationToken));
            reads.Add(await Wrk.GetAsync(service, me, Connections, duration, cancellationToken));
        }

        Console.WriteLine($"| {Connections} connections, nothing else | per second | ratio | p99 | answers |");
        Console.WriteLine("|---|--:|--:|--:|---|");
        Print(health, nothing);
        Print(me, reads);
        Console.WriteLine();

        void Print(string path, List<Load> loads) => Console.WriteLine(
            $"| `GET /{path}` | {loads.Median(load => load.Rate):0} "
            + $"| {loads.Zip(nothing, (load, floor) => load.Rate / floor.Rate).Median():0.00} "
            + $"| {loads.Median(load => load.P99.TotalMilliseconds):0.0} ms | {Load.Count(loads)} |");
    }
}
