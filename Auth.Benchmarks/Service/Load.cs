using System.Globalization;

namespace Auth.Benchmarks.Service;

/// <summary>What a run of the load generator saw.</summary>
/// <param name="Answers">How many answers came.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="Mean">The mean latency.</param>
/// <param name="P50">The median latency.</param>
/// <param name="P99">The latency that 99% of the answers did not exceed.</param>
/// <param name="SocketErrors">Requests that got no answer.</param>
/// <param name="Statuses">The answers by their status, in its order.</param>
internal sealed record Load(
    int Answers, TimeSpan Duration, TimeSpan Mean, TimeSpan P50, TimeSpan P99,
    int SocketErrors, IReadOnlyList<StatusLoad> Statuses)
{
    /// <summary>Answers per second.</summary>
    public double Rate => Answers / Duration.TotalSeconds;

    /// <summary>Reads the lines that the script prints at its end.</summary>
    public static Load Parse(string output)
    {
        var lines = output.Split('\n').Select(line => line.Split(' ')).ToList();
        var all = lines.Single(line => line[0] == "all").Skip(1).Select(Number).ToList();
        var statuses = lines.Where(line => line[0] == "status").Select(line => line.Skip(1).Select(Number).ToList())
            .Select(line => new StatusLoad(line[0], line[1], Microseconds(line[2]), Microseconds(line[3])));
        return new Load(all[0], Microseconds(all[1]), Microseconds(all[2]), Microseconds(all[3]), Microseconds(all[4]), all[5],
            [.. statuses.OrderBy(status => status.Status)]);
    }

    /// <summary>How many answers there were of each status in all of these runs, and how many requests got none.</summary>
    public static string Count(IEnumerable<Load> loads)
    {
        var counts = loads.SelectMany(load => load.Statuses).GroupBy(status => status.Status).OrderBy(group => group.Key)
            .Select(group => $"{group.Sum(status => status.Answers)} × {group.Key}");
        var socketErrors = loads.Sum(load => load.SocketErrors);
        return string.Join(", ", socketErrors == 0 ? counts : counts.Append($"{socketErrors} without an answer"));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Microseconds(int number) => TimeSpan.FromMicroseconds(number);
}
