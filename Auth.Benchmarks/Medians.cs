namespace Auth.Benchmarks;

/// <summary>The middle one of several measurements.</summary>
internal static class Medians
{
    /// <summary>The median; the upper one of the two in the middle.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    /// <summary>The median of what is selected.</summary>
    public static double Median<T>(this IEnumerable<T> values, Func<T, double> select) => values.Select(select).Median();
}
