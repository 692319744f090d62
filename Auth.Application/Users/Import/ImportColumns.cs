namespace Auth.Application.Users.Import;

/// <summary>The columns of a source by the names of their targets. Names are matched without regard to case.</summary>
public sealed class ImportColumns
{
    private static readonly string[] Required = ["id", "email", "hashed_password", "is_active", "is_superuser", "is_verified"];

    private const int LongestName = 64, MostNames = 30, MostKnown = 1000;

    // MongoDB calls the id of a document _id.
    private const string MongoId = "_id";

    private readonly Dictionary<string, string> _targets;

    // The rows of a table have the same columns. A document can have any members, so their number is limited.
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Creates the mapping.</summary>
    /// <param name="map">The targets of columns with other names, by column.</param>
    public ImportColumns(IReadOnlyDictionary<string, string> map) => _targets = new(map, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the target of a column.</summary>
    public string TargetOf(string column)
    {
        if (_known.TryGetValue(column, out var known))
            return known;
        var target = _targets.TryGetValue(column, out var mapped) ? mapped
            : column.Equals(MongoId, StringComparison.OrdinalIgnoreCase) ? "id"
            : column.ToLowerInvariant();
        if (_known.Count < MostKnown)
            _known[column] = target;
        return target;
    }

    /// <summary>Returns the values of a row by target, each with its column. A mapped column takes precedence.</summary>
    public Dictionary<string, (string Column, object? Value)> Apply(ImportRow row)
    {
        var values = new Dictionary<string, (string, object?)>(row.Values.Count, StringComparer.Ordinal);
        foreach (var (column, value) in row.Values)
        {
            var target = TargetOf(column);
            if (_targets.ContainsKey(column))
                values[target] = (column, value);
            else
                values.TryAdd(target, (column, value));
        }

        return values;
    }

    /// <summary>Fails if the first row lacks a required column.</summary>
    /// <exception cref="ImportException">A column is missing, or a mapped column does not exist.</exception>
    public void Check(ImportRow first)
    {
        // A first line without names contains data of a user, which must not be printed.
        if (!first.Values.Keys.All(IsName))
            throw new ImportException("The source has no names of columns, or is not a table. A CSV file needs a header.");
        if (_targets.Keys.FirstOrDefault(column => !first.Values.Keys.Contains(column, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ImportException($"The source has no column {unknown}, which --map names.");
        var targets = first.Values.Keys.Select(TargetOf).ToHashSet(StringComparer.Ordinal);
        var missing = Required.Where(column => !targets.Contains(column)).ToList();
        if (missing.Count > 0)
        {
            throw new ImportException(
                $"The source lacks the column{(missing.Count == 1 ? "" : "s")} {string.Join(", ", missing)}. "
                + $"It has {string.Join(", ", first.Values.Keys.Take(MostNames))}. Use --map COLUMN=TARGET for columns with other names.");
        }
    }

    private static bool IsName(string column) =>
        column.Length is > 0 and <= LongestName && column.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ');
}
