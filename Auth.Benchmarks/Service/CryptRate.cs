using System.Diagnostics;
using Auth.ReferenceHashes;

namespace Auth.Benchmarks.Service;

/// <summary>Measures the rate of the C library's bcrypt alone, on all processors.</summary>
internal static class CryptRate
{
    private const string Setting = "$2b$12$abcdefghijklmnopqrstuu";

    /// <summary>Returns the hashes per second of one thread per processor.</summary>
    public static async Task<double> MeasureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => HashesPerSecond(duration, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return (await Task.WhenAll(threads)).Sum();
    }

    private static double HashesPerSecond(TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LibXCrypt.Hash("password"u8, Setting);
            count++;
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}
