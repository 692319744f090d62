namespace Auth.Benchmarks;

/// <summary>Calculates medians of measurements.</summary>
internal static class Medians
{
    /// <summary>Returns the median, or the upper median of an even number of values.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    /// <summary>Returns the median of the selected values.</summary>
    public static double Median<T>(this IEnumerable<T> values, Func<T, double> select) => values.Select(select).Median();
}
