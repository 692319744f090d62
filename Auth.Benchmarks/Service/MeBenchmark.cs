
namespace Auth.Benchmarks.Service;

/// <summary>Measures reads of the current user with a token of each strategy.</summary>
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
    /// <param name="postgreSql">The connection string of a PostgreSQL server; null for SQLite.</param>
    /// <param name="redis">The connection string of a Redis server; null to omit its strategy.</param>
    public static async Task<int> RunAsync(
        int rounds, TimeSpan duration, string? postgreSql, string? redis, CancellationToken cancellationToken)
    {
        if (!await Wrk.IsAvailableAsync(cancellationToken))
        {
            await Console.Error.WriteLineAsync(Wrk.Need);
            return 1;
        }

        using var published = await PublishedService.CreateAsync(cancellationToken);
        await using var database = postgreSql is null ? null : new PostgreSqlDatabase(postgreSql);
        await using var service = await RunningService.StartAsync(
            published, published.BatchesOfFour, Unset, cancellationToken, [.. Settings(database, redis)]);

        // No token: even this endpoint would read the user of a token.
        Contestant nothing = new("`/health/live`, no token", Token: null, Health);
        Contestant jwt = new("a JWT", service.Token, Me);
        List<Contestant> tokens =
        [
            jwt,
            new("a JWT without a session", service.TokenWithoutSession, Me),
            new("an opaque token in the database", await service.TokenAtAsync("api/database", cancellationToken), Me),
        ];
        if (redis is not null)
            tokens.Add(new("an opaque token in Redis", await service.TokenAtAsync("api/redis", cancellationToken), Me));

        // The warm-up rounds are discarded, because the runtime recompiles the code during them.
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            // Changes the order, because the state of the machine may change within a round.
            foreach (var contestant in tokens.Skip((round + WarmUpRounds) % tokens.Count).Concat(tokens).Take(tokens.Count).Prepend(nothing))
                await contestant.MeasureAsync(service, duration, isCounted: round >= 0, cancellationToken);
        }

        // Separate from the timed rounds, because counting takes time.
        foreach (var contestant in tokens.Prepend(nothing))
            await contestant.CountAllocationsAsync(service, duration, cancellationToken);

        Print(nothing, jwt, tokens);
        Console.WriteLine($"`GET /api/users/me` on {(database is null ? "SQLite" : "PostgreSQL")}. "
            + $"Medians of {rounds} rounds in turn, {duration.TotalSeconds:0} s each, {Connections} connections, "
            + $"on {Environment.ProcessorCount} processors that the load generator and the servers share: {Machine.Description}, "
            + $"wrk {Machine.PackageVersion("wrk")}.");
        return 0;
    }

    private static IEnumerable<(string Variable, string Value)> Settings(PostgreSqlDatabase? database, string? redis)
    {
        if (database is not null)
            yield return ("Auth__Database__Provider", "PostgreSql");
        if (database is not null)
            yield return ("Auth__Database__ConnectionString", database.ConnectionString);
        if (redis is not null)
            yield return ("Auth__Redis__ConnectionString", redis);
        string[] strategies = redis is null ? ["Jwt", "Database"] : ["Jwt", "Database", "Redis"];
        foreach (var (index, strategy) in strategies.Index())
        {
            yield return ($"Auth__Backends__{index}__Name", strategy);
            yield return ($"Auth__Backends__{index}__Strategy", strategy);
            yield return ($"Auth__Backends__{index}__Path", strategy == "Jwt" ? "api/token" : $"api/{strategy.ToLowerInvariant()}");
        }
    }

    private static void Print(Contestant nothing, Contestant jwt, List<Contestant> tokens)
    {
        Console.WriteLine("| | per second | of `/health/live` | of a JWT | processor time each | allocated each | answers |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|---|");
        foreach (var contestant in tokens.Prepend(nothing))
        {
            Console.WriteLine($"| {contestant.Name} | {contestant.Loads.Median(load => load.Rate):0} "
                + $"| {1 / TimeRatio(contestant, nothing):0.00} | {1 / TimeRatio(contestant, jwt):0.00} "
                + $"| {contestant.Microseconds.Median():0} µs "
                + $"| {contestant.AllocatedBytes / 1024:0.0} KB | {Load.Count(contestant.Loads)} |");
        }

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
