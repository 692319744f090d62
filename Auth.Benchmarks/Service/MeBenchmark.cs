
namespace Auth.Benchmarks.Service;

/// <summary>Measures the cost of reading a token's session with its user, compared with a token without a session.</summary>
internal static class MeBenchmark
{
    private const int Connections = 16;
    private const int Unset = 0;
    private const int WarmUpRounds = 4;
    private const string Health = "health/live";
    private const string Me = "api/users/me";

    /// <summary>Prints the tables and returns the exit code.</summary>
    /// <param name="rounds">The number of measurements of each contestant, in turn. Medians are printed.</param>
    /// <param name="duration">The duration of each measurement.</param>
    public static async Task<int> RunAsync(int rounds, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!await Wrk.IsAvailableAsync(cancellationToken))
        {
            await Console.Error.WriteLineAsync(Wrk.Need);
            return 1;
        }

        using var published = await PublishedService.CreateAsync(cancellationToken);
        await using var service = await RunningService.StartAsync(published, published.BatchesOfFour, Unset, cancellationToken);

        // No token: even this endpoint would read the user of a token.
        Contestant nothing = new("`/health/live`, no token", Token: null, Health);
        Contestant without = new("`/api/users/me`, a token without a session", service.TokenWithoutSession, Me);
        Contestant with = new("`/api/users/me`, a token with a session", service.Token, Me);

        // The warm-up rounds are discarded, because the runtime recompiles the code during them.
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            // Alternates the order, because the state of the machine may change within a round.
            Contestant[] order = round % 2 == 0 ? [nothing, without, with] : [nothing, with, without];
            foreach (var contestant in order)
                await contestant.MeasureAsync(service, duration, isCounted: round >= 0, cancellationToken);
        }

        // Separate from the timed rounds, because counting takes time.
        foreach (var contestant in new[] { nothing, without, with })
            await contestant.CountAllocationsAsync(service, duration, cancellationToken);

        Print(nothing, without, with);
        Console.WriteLine($"Medians of {rounds} rounds in turn, {duration.TotalSeconds:0} s each, {Connections} connections, "
            + $"on {Environment.ProcessorCount} processors that the load generator shares: {Machine.Description}, "
            + $"wrk {Machine.PackageVersion("wrk")}.");
        return 0;
    }

    private static void Print(Contestant nothing, Contestant without, Contestant with)
    {
        Console.WriteLine("| | per second | of `/health/live` | processor time each | allocated each | answers |");
        Console.WriteLine("|---|--:|--:|--:|--:|---|");
        foreach (var contestant in new[] { nothing, without, with })
        {
            Console.WriteLine($"| {contestant.Name} | {contestant.Loads.Median(load => load.Rate):0} "
                + $"| {1 / TimeRatio(contestant, nothing):0.00} | {contestant.Microseconds.Median():0} µs "
                + $"| {contestant.AllocatedBytes / 1024:0.0} KB | {Load.Count(contestant.Loads)} |");
        }

        Console.WriteLine();
        Console.WriteLine("| with a session : without | |");
        Console.WriteLine("|---|--:|");
        Console.WriteLine($"| time each | {TimeRatio(with, without):0.00} |");
        var processor = with.Microseconds.Zip(without.Microseconds, (one, other) => one / other).Median();
        Console.WriteLine($"| processor time each | {processor:0.00} |");
        Console.WriteLine();
    }

    private static double TimeRatio(Contestant one, Contestant other) =>
        one.Loads.Zip(other.Loads, (load, beside) => beside.Rate / load.Rate).Median();

    private sealed record Contestant(string Name, string? Token, string Path)
    {
        public List<Load> Loads { get; } = [];

        /// <summary>The processor time of the service per response, for each measurement.</summary>
        public List<double> Microseconds { get; } = [];

        /// <summary>The memory that the service allocated per response, in bytes.</summary>
        public double AllocatedBytes { get; private set; }

        public async Task CountAllocationsAsync(RunningService service, TimeSpan duration, CancellationToken cancellationToken)
        {
            Load? load = null;
            var bytes = await Allocations.CountAsync(
                service.ProcessId,
                async () => load = await Wrk.GetAsync(service, Token, Path, Connections, duration, cancellationToken),
                cancellationToken);
            AllocatedBytes = (double)bytes / load!.Answers;
        }

        public async Task MeasureAsync(
            RunningService service, TimeSpan duration, bool isCounted, CancellationToken cancellationToken)
        {
            var before = service.ProcessorTime;
            var load = await Wrk.GetAsync(service, Token, Path, Connections, duration, cancellationToken);
            var taken = service.ProcessorTime - before;
            if (!isCounted)
                return;
            Loads.Add(load);
            Microseconds.Add(taken.TotalMicroseconds / load.Answers);
        }
    }
}
