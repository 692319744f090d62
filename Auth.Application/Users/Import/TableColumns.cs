namespace Auth.Application.Users.Import;

/// <summary>The columns of a table of tokens or accounts that are imported, and others in its rows.</summary>
internal sealed class TableColumns(ImportTable table, params string[] imported)
{
    // A document can have any members.
    private const int Most = 1000;

    private readonly HashSet<string> _imported = new(imported, StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _others = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Remembers the columns of a row that are not imported.</summary>
    public void Add(ImportRow row)
    {
        foreach (var column in row.Values.Keys)
        {
            if (!_imported.Contains(column) && _others.Count < Most)
                _others.Add(column);
        }
    }

    /// <summary>Reports each column that is not imported.</summary>
    public void Report(ImportReport report)
    {
        foreach (var column in _others)
        {
            report.Add(new(table, null, null, ImportProblemCode.ColumnWithoutTarget, column, IsError: false,
                "The column has no target and is not imported."));
        }
    }
}
