using System.Diagnostics;

namespace Auth.Benchmarks.Users;

/// <summary>Measures the time to read a page of the user list from a small and a large table.</summary>
internal static class UsersBenchmark
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPerQuery = TimeSpan.FromSeconds(5);

    /// <summary>Prints the table and returns the exit code.</summary>
    /// <param name="repeats">The number of reads of each page from each table.</param>
    /// <param name="plans">Whether to print the query plans as well.</param>
    public static async Task<int> RunAsync(int repeats, bool plans, CancellationToken cancellationToken)
    {
        await using var small = await UserTable.CreateAsync(Few, cancellationToken);
        await using var large = await UserTable.CreateAsync(Many, cancellationToken);
        await WarmUpAsync(small, cancellationToken);
        Console.WriteLine(
            $"| filter | page | rows | {Few:N0} users | {Many:N0} users | ratio |{(plans ? " plan |" : "")}");
        Console.WriteLine($"|---|---|--:|--:|--:|--:|{(plans ? "---|" : "")}");
        foreach (var query in UserPageQuery.All())
        {
            var (few, many) = await MeasureAsync(small, large, query, repeats, cancellationToken);
            var rows = (await small.ReadPageAsync(query, cancellationToken), await large.ReadPageAsync(query, cancellationToken));
            var plan = plans ? $" {await large.PlanAsync(query, cancellationToken)} |" : "";
            Console.WriteLine(
                $"| {query.Description} | {query.Page} | {rows.Item1}, {rows.Item2} | {few:N0} µs "
                + $"| {many:N0} µs | {many / few:0.00} |{plan}");
        }

        Console.WriteLine();
        Console.WriteLine($"Medians of up to {repeats} reads in turn of a page of 50: {Machine.Description}, "
            + $"SQLite {new Microsoft.Data.Sqlite.SqliteConnection().ServerVersion}.");
        return 0;
    }

    // Warms up until the runtime has fully optimized the code.
    private static async Task WarmUpAsync(UserTable table, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < WarmUp)
        {
            foreach (var query in UserPageQuery.All())
                await table.ReadPageAsync(query, cancellationToken);
        }
    }

    private static async Task<(double Few, double Many)> MeasureAsync(
        UserTable small, UserTable large, UserPageQuery query, int repeats, CancellationToken cancellationToken)
    {
        await small.ReadPageAsync(query, cancellationToken);
        await large.ReadPageAsync(query, cancellationToken);
        var (few, many) = (new List<double>(), new List<double>());
        var watch = Stopwatch.StartNew();
        while (few.Count < repeats && (few.Count == 0 || watch.Elapsed < LongestPerQuery))
        {
            few.Add(await MicrosecondsAsync(small, query, cancellationToken));
            many.Add(await MicrosecondsAsync(large, query, cancellationToken));
        }

        return (few.Median(), many.Median());
    }

    private static async Task<double> MicrosecondsAsync(UserTable table, UserPageQuery query, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await table.ReadPageAsync(query, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
