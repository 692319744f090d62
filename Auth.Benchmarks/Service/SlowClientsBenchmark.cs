namespace Auth.Benchmarks.Service;

/// <summary>Measures the effect of clients with endless requests on other clients. Reads must stay fast.</summary>
internal static class SlowClientsBenchmark
{
    private const int Clients = 200;
    private const int Readers = 4;
    private const int Unset = 0;
    private const string Me = "api/users/me";

    /// <summary>Prints the tables and returns the exit code.</summary>
    /// <param name="rounds">The number of measurements of each case, in turn. Medians are printed.</param>
    /// <param name="duration">The duration of each measurement. At least 12 seconds to observe cut-off headers.</param>
    public static async Task<int> RunAsync(int rounds, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!await Wrk.IsAvailableAsync(cancellationToken))
        {
            await Console.Error.WriteLineAsync(Wrk.Need);
            return 1;
        }

        using var published = await PublishedService.CreateAsync(cancellationToken);
        await using var service = await RunningService.StartAsync(published, published.BatchesOfFour, Unset, cancellationToken);
        await Wrk.GetAsync(service, Me, Readers, duration, cancellationToken);
        var (without, with, cuts) = (new List<Load>(), new List<Load>(), new List<(DripKind Kind, TimeSpan After)>());
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await Wrk.GetAsync(service, Me, Readers, duration, cancellationToken));
            await using var dripping = DrippingClients.Start(service.Address, Clients);
            await dripping.WaitUntilAllAreConnectedAsync(cancellationToken);
            with.Add(await Wrk.GetAsync(service, Me, Readers, duration, cancellationToken));
            cuts.AddRange(dripping.Cuts);
        }

        Console.WriteLine($"| `GET /{Me}`, {Readers} connections | per second | p50 | p99 | answers |");
        Console.WriteLine("|---|--:|--:|--:|---|");
        Print("no other clients", without);
        Print($"while {Clients} clients drip", with);
        Console.WriteLine();
        Console.WriteLine("| cut off after | least | median | most | times |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        Print("headers that drip", cuts, DripKind.Headers);
        Print("bodies that drip", cuts, DripKind.Body);
        Console.WriteLine();
        Console.WriteLine($"Medians of {rounds} rounds in turn, {duration.TotalSeconds:0} s each; one byte per second "
            + $"from each client, which reconnects when disconnected; on {Environment.ProcessorCount} processors that all share: "
            + $"{Machine.Description}, wrk {Machine.PackageVersion("wrk")}.");
        return 0;
    }

    private static void Print(string name, List<Load> loads) => Console.WriteLine(
        $"| {name} | {loads.Median(load => load.Rate):0} | {loads.Median(load => load.P50.TotalMilliseconds):0.0} ms "
        + $"| {loads.Median(load => load.P99.TotalMilliseconds):0.0} ms | {Load.Count(loads)} |");

    private static void Print(string name, IEnumerable<(DripKind Kind, TimeSpan After)> all, DripKind kind)
    {
        var seconds = all.Where(cut => cut.Kind == kind).Select(cut => cut.After.TotalSeconds).DefaultIfEmpty(double.NaN).ToList();
        Console.WriteLine(
            $"| {name} | {seconds.Min():0.0} s | {seconds.Median():0.0} s | {seconds.Max():0.0} s | {seconds.Count} |");
    }
}
