namespace Auth.Benchmarks.Service;

/// <summary>Measures the service under more logins than it can process.</summary>
internal static class FloodBenchmark
{
    /// <summary>The number of concurrent logins.</summary>
    public const int Connections = 64;

    private const int Readers = 4;
    private const double Megabyte = 1024 * 1024;

    /// <summary>Reads the current user during a flood of logins. The reads must stay fast.</summary>
    public static async Task ReadAsync(RunningService service, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The flood starts before the reads and ends after them.
        var margin = TimeSpan.FromSeconds(1);
        var flood = Wrk.LogInAsync(service, Connections, duration + (3 * margin), cancellationToken);
        await Task.Delay(margin, cancellationToken);
        var reads = await Wrk.GetAsync(service, "api/users/me", Readers, duration, cancellationToken);
        var logins = await flood;
        Console.WriteLine("| at the same time | per second | p50 | p99 | answers |");
        Console.WriteLine("|---|--:|--:|--:|---|");
        Print($"`POST /api/token/login`, {Connections} connections", logins);
        Print($"`GET /api/users/me`, {Readers} connections", reads);
        Console.WriteLine();

        static void Print(string name, Load load) => Console.WriteLine(
            $"| {name} | {load.Rate:0.0} | {load.P50.TotalMilliseconds:0.0} ms | {load.P99.TotalMilliseconds:0.0} ms "
            + $"| {Load.Count([load])} |");
    }

    /// <summary>Floods a service with a short queue. It must reject excess logins immediately.</summary>
    public static async Task RefuseAsync(
        RunningService service, int maxQueueLength, TimeSpan duration, CancellationToken cancellationToken)
    {
        await Wrk.LogInAsync(service, Connections, duration, cancellationToken);
        var load = await Wrk.LogInAsync(service, Connections, duration, cancellationToken);
        Console.WriteLine($"| {Connections} connections logging in, `MaxQueueLength` {maxQueueLength} "
            + "| answers | per second | p50 | p99 |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        foreach (var status in load.Statuses)
        {
            Console.WriteLine($"| {status.Status} | {status.Answers} | {status.Answers / load.Duration.TotalSeconds:0.0} "
                + $"| {status.P50.TotalMilliseconds:0.0} ms | {status.P99.TotalMilliseconds:0.0} ms |");
        }

        Console.WriteLine($"| no answer | {load.SocketErrors} | | | |");
        Console.WriteLine();
    }

    /// <summary>Samples the memory of the process during a flood. It must not grow.</summary>
    public static async Task WatchMemoryAsync(RunningService service, TimeSpan duration, CancellationToken cancellationToken)
    {
        var flood = Wrk.LogInAsync(service, Connections, duration, cancellationToken);
        var samples = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(cancellationToken) && !flood.IsCompleted)
            samples.Add(service.ResidentBytes / Megabyte);
        var load = await flood;
        Console.WriteLine($"| resident memory, {Connections} connections logging in for {duration.TotalSeconds:0} s "
            + "| first | last | least | most | answers |");
        Console.WriteLine("|---|--:|--:|--:|--:|---|");
        Console.WriteLine($"| MiB, once a second | {samples[0]:0} | {samples[^1]:0} | {samples.Min():0} | {samples.Max():0} "
            + $"| {Load.Count([load])} |");
        Console.WriteLine();
    }
}
