using Auth.Application.Users.Import.Kinds;

namespace Auth.Application.Users.Import;

/// <summary>The columns of a source by the names of their targets. Names are matched without regard to case.</summary>
public sealed class ImportColumns
{
    private static readonly string[] Required = ["id", "email", "hashed_password", "is_active", "is_superuser", "is_verified"];

    private const int LongestName = 64, MostNames = 30, MostKnown = 1000;

    // MongoDB calls the id of a document _id.
    private const string MongoId = "_id";

    private readonly Dictionary<string, string> _targets;
    private readonly HashSet<string> _unseen;
    private readonly ImportKind _kind;

    // The rows of a table have the same columns. A document can have any members, so their number is limited.
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Creates the mapping.</summary>
    /// <param name="map">The targets of columns with other names, by column.</param>
    /// <param name="kind">The system of the source, which has columns with other names too.</param>
    public ImportColumns(IReadOnlyDictionary<string, string> map, ImportKind kind)
    {
        _targets = new(map, StringComparer.OrdinalIgnoreCase);
        _unseen = new(map.Keys, StringComparer.OrdinalIgnoreCase);
        _kind = kind;
    }

    /// <summary>Returns the target of a column.</summary>
    public string TargetOf(string column)
    {
        if (_known.TryGetValue(column, out var known))
            return known;
        var target = _targets.TryGetValue(column, out var mapped) || _kind.Columns.TryGetValue(column, out mapped) ? mapped
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
            if (_unseen.Count > 0)
                _unseen.Remove(column);
        }

        return values;
    }

    /// <summary>Fails if the first row lacks a required column.</summary>
    /// <exception cref="ImportException">A column is missing, or a mapped column does not exist.</exception>
    public void Check(ImportRow first)
    {
        // A first line without names contains data of a user, which must not be printed.
        if (!_kind.IsDocument && !first.Values.Keys.All(IsName))
            throw new ImportException("The source has no names of columns, or is not a table. A CSV file needs a header.");
        if (!_kind.IsDocument
            && _targets.Keys.FirstOrDefault(column => !first.Values.Keys.Contains(column, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ImportException($"The source has no column {unknown}, which --map names.");
        }

        var targets = first.Values.Keys.Select(TargetOf).ToHashSet(StringComparer.Ordinal);
        var missing = Required.Where(column => !targets.Contains(column)).ToList();
        if (missing.Count > 0)
        {
            throw new ImportException(
                $"The source lacks the column{(missing.Count == 1 ? "" : "s")} {string.Join(", ", missing.Select(_kind.SourceOf))}. "
                + $"It has {string.Join(", ", first.Values.Keys.Where(IsName).Take(MostNames))}. Use --map COLUMN=TARGET for columns with other names.");
        }
    }

    /// <summary>Fails if no row had a column that the operator mapped.</summary>
    /// <exception cref="ImportException">A mapped column does not exist.</exception>
    public void RequireMapped()
    {
        if (_unseen.Count > 0)
            throw new ImportException($"The source has no column {_unseen.Order(StringComparer.Ordinal).First()}, which --map names.");
    }

    private static bool IsName(string column) =>
        column.Length is > 0 and <= LongestName && column.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ');
}
