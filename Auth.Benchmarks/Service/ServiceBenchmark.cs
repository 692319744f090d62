using Auth.ReferenceHashes;

namespace Auth.Benchmarks.Service;

/// <summary>Measures the published service under load. Compares with the C library and other configurations.</summary>
internal static class ServiceBenchmark
{
    // Large enough for every connection of a flood. The default depends on the speed of the machine at startup.
    private const int LongQueue = FloodBenchmark.Connections;
    private const int ShortQueue = 16;

    /// <summary>Prints the tables and returns the exit code.</summary>
    /// <param name="rounds">The number of measurements of each contestant, in turn. Medians are printed.</param>
    /// <param name="duration">The duration of each measurement. The memory measurement takes six times as long.</param>
    public static async Task<int> RunAsync(int rounds, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!await Wrk.IsAvailableAsync(cancellationToken) || !LibXCrypt.IsAvailable)
        {
            await Console.Error.WriteLineAsync(Wrk.Need + " and libcrypt.so.1 of libxcrypt");
            return 1;
        }

        using var published = await PublishedService.CreateAsync(cancellationToken);
        await using (var service = await StartAsync(published.BatchesOfFour, LongQueue))
        {
            await using (var oneAtATime = await StartAsync(published.BatchesOfOne, LongQueue))
                await LoginBenchmark.RunAsync(service, oneAtATime, rounds, duration, cancellationToken);
            await FloodBenchmark.ReadAsync(service, duration, cancellationToken);
            await FloodBenchmark.WatchMemoryAsync(service, 6 * duration, cancellationToken);
        }

        await using (var service = await StartAsync(published.BatchesOfFour, ShortQueue))
            await FloodBenchmark.RefuseAsync(service, ShortQueue, duration, cancellationToken);

        Console.WriteLine($"Medians of {rounds} rounds in turn, {duration.TotalSeconds:0} s each, "
            + $"on {Environment.ProcessorCount} processors that the load generator shares: {Machine.Description}, "
            + $"libxcrypt {Machine.PackageVersion("libcrypt1")}, wrk {Machine.PackageVersion("wrk")}.");
        return 0;

        Task<RunningService> StartAsync(string runtimeConfiguration, int maxQueueLength) =>
            RunningService.StartAsync(published, runtimeConfiguration, maxQueueLength, cancellationToken);
    }
}
