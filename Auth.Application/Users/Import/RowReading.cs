using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>A row of a user while it is read, by target.</summary>
internal sealed class RowReading(
    long number, Dictionary<string, (string Column, object? Value)> values, ICollection<ImportProblem> problems)
{
    private const int LongestName = 256;

    private readonly HashSet<string> _columns = [];

    /// <summary>The id of the row, as in the source, once it is known.</summary>
    public string? Id { get; set; }

    /// <summary>Returns a value, and reports that it is missing if the row must have it.</summary>
    public bool TryTake(string target, out object? value, bool isRequired = true)
    {
        var isPresent = values.TryGetValue(target, out var found);
        value = found.Value;
        if (isPresent)
            _columns.Add(target);
        else if (isRequired)
            Refuse(ImportProblemCode.MissingValue, target, "The row has no such column.");
        return isPresent;
    }

    /// <summary>Returns the display name; null without a valid one.</summary>
    /// <param name="hasColumn">Whether the source has a column for it.</param>
    public string? TakeName(out bool hasColumn)
    {
        hasColumn = TryTake("name", out var value, isRequired: false);
        var name = ImportValues.ToText(value);
        if (value is null || (name is not null && StorableText.IsValid(name) && name.Length <= LongestName))
            return name;
        Warn(ImportProblemCode.InvalidName, "name", $"The name is not valid text of at most {LongestName} characters, and is not imported.");
        return null;
    }

    /// <summary>Returns the targets that were not read.</summary>
    public IReadOnlyList<string> Unread() => [.. values.Keys.Where(target => !_columns.Contains(target))];

    /// <summary>Returns the name of a column in the source.</summary>
    public string ColumnOf(string target) => values[target].Column;

    /// <summary>Reports a problem that prevents the import of the row.</summary>
    public void Refuse(string code, string target, string message) => Add(code, target, isError: true, message);

    /// <summary>Reports a problem with which the row is imported.</summary>
    public void Warn(string code, string? target, string message) => Add(code, target, isError: false, message);

    private void Add(string code, string? target, bool isError, string message) => problems.Add(new(
        ImportTable.Users, number, Id, code, target is not null && values.TryGetValue(target, out var found) ? found.Column : target, isError, message));
}
