using Auth.Tests.Unit.Passwords.Judges;

namespace Auth.Benchmarks.Service;

/// <summary>The published service under load, beside the C library and beside itself.</summary>
internal static class ServiceBenchmark
{
    // Room for every connection of a flood: the length that the service measures at its start depends on what else runs then.
    private const int LongQueue = FloodBenchmark.Connections;
    private const int ShortQueue = 16;

    /// <summary>Prints the tables; answers the process's exit code.</summary>
    /// <param name="rounds">How often contestants are measured in turn; medians are printed.</param>
    /// <param name="duration">How long each measurement takes; the watch of the memory takes six times as long.</param>
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
