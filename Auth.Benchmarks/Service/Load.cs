using System.Globalization;

namespace Auth.Benchmarks.Service;

/// <summary>The result of a run of the load generator.</summary>
/// <param name="Answers">The number of responses.</param>
/// <param name="Duration">The duration of the run.</param>
/// <param name="Mean">The mean latency.</param>
/// <param name="P50">The median latency.</param>
/// <param name="P99">The 99th percentile of the latency.</param>
/// <param name="SocketErrors">The number of requests without a response.</param>
/// <param name="Statuses">The responses by status, in ascending order.</param>
internal sealed record Load(
    int Answers, TimeSpan Duration, TimeSpan Mean, TimeSpan P50, TimeSpan P99,
    int SocketErrors, IReadOnlyList<StatusLoad> Statuses)
{
    /// <summary>Responses per second.</summary>
    public double Rate => Answers / Duration.TotalSeconds;

    /// <summary>Parses the lines that the script prints at the end.</summary>
    public static Load Parse(string output)
    {
        var lines = output.Split('\n').Select(line => line.Split(' ')).ToList();
        var all = lines.Single(line => line[0] == "all").Skip(1).Select(Number).ToList();
        var statuses = lines.Where(line => line[0] == "status").Select(line => line.Skip(1).Select(Number).ToList())
            .Select(line => new StatusLoad(line[0], line[1], Microseconds(line[2]), Microseconds(line[3])));
        return new Load(all[0], Microseconds(all[1]), Microseconds(all[2]), Microseconds(all[3]), Microseconds(all[4]), all[5],
            [.. statuses.OrderBy(status => status.Status)]);
    }

    /// <summary>Formats the number of responses of each status, and of requests without a response, across runs.</summary>
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
