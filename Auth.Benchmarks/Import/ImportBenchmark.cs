using System.Diagnostics;
using System.Security.Cryptography;
using Auth.Benchmarks.Service;

namespace Auth.Benchmarks.Import;

/// <summary>Measures the time and the memory of the published program that imports users into an empty SQLite database, and again.</summary>
internal static class ImportBenchmark
{
    private const int Tenth = 10;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints the table and returns the exit code.</summary>
    /// <param name="users">The number of users. A tenth of it is imported first, to compare the memory.</param>
    public static async Task<int> RunAsync(int users, CancellationToken cancellationToken)
    {
        using var service = await PublishedService.CreateAsync(cancellationToken);
        Console.WriteLine("| users | import | time | processor time | largest memory |");
        Console.WriteLine("|--:|---|--:|--:|--:|");
        foreach (var count in new[] { Math.Max(1, users / Tenth), users })
        {
            var data = service.NewDataFolder();
            var source = Path.Combine(data, "source.sqlite");
            await ImportSourceFile.WriteAsync(source, count, cancellationToken);
            await RunAsync(service, data, ["migrate"], cancellationToken);
            foreach (var name in new[] { "first", "repeated" })
            {
                var (time, processor, memory) = await RunAsync(service, data, ["users", "import", source], cancellationToken);
                Console.WriteLine(
                    $"| {count:N0} | {name} | {time.TotalSeconds:N1} s | {processor.TotalSeconds:N1} s | {memory / (1024.0 * 1024):N0} MiB |");
            }

            Directory.Delete(data, recursive: true);
        }

        Console.WriteLine();
        Console.WriteLine($"SQLite to SQLite, with the start of the program: {Machine.Description}.");
        return 0;
    }

    /// <exception cref="InvalidOperationException">The program failed.</exception>
    private static async Task<(TimeSpan Time, TimeSpan Processor, long Memory)> RunAsync(
        PublishedService service, string data, string[] arguments, CancellationToken cancellationToken)
    {
        var start = service.StartInfo(service.BatchesOfFour, data);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["Auth__Jwt__Secret"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var (processor, memory) = (TimeSpan.Zero, 0L);
            while (!process.WaitForExit(SampleInterval))
            {
                process.Refresh();
                (processor, memory) = (process.TotalProcessorTime, Math.Max(memory, process.PeakWorkingSet64));
                cancellationToken.ThrowIfCancellationRequested();
            }

            await output;
            return process.ExitCode == 0
                ? (watch.Elapsed, processor, memory)
                : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed ({process.ExitCode}): {await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
