using Auth.Application.Passwords;

namespace Auth.Application.Users.Import.Kinds;

/// <summary>A system that users come from: the names of its tables and columns, and what has to be computed from them.</summary>
/// <param name="Name">The value of the option <c>--from</c>.</param>
public sealed record ImportKind(string Name)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The usual names of the table of users.</summary>
    public IReadOnlyList<string> UserTables { get; init; } = [];

    /// <summary>The usual names of the table of access tokens.</summary>
    public IReadOnlyList<string> TokenTables { get; init; } = [];

    /// <summary>The usual names of the table of external accounts.</summary>
    public IReadOnlyList<string> AccountTables { get; init; } = [];

    /// <summary>The schema of the tables in PostgreSQL; null for that of the connection.</summary>
    public string? Schema { get; init; }

    /// <summary>The member of a JSON file that contains the users; null if the file consists of them.</summary>
    public string? UsersMember { get; init; }

    /// <summary>The member of a JSON object of a user that contains the external accounts.</summary>
    public string? AccountsMember { get; init; }

    /// <summary>
    /// Whether the system exports JSON objects, each of which has its own members. Otherwise all rows have the columns of the first one.
    /// </summary>
    public bool IsDocument { get; init; }

    /// <summary>The targets of columns of users.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = None;

    /// <summary>The targets of columns of external accounts.</summary>
    public IReadOnlyDictionary<string, string> AccountColumns { get; init; } = None;

    /// <summary>The providers that are this system itself, so that their accounts are not external.</summary>
    public IReadOnlyList<string> OwnProviders { get; init; } = [];

    /// <summary>Computes the columns of a user that other columns have in another form.</summary>
    internal Action<ForeignRow, ConversionContext>? Convert { get; init; }

    /// <summary>Returns the column of the source with a target.</summary>
    internal string SourceOf(string target) => Columns.FirstOrDefault(column => column.Value == target).Key ?? target;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What conversions depend on besides the row.</summary>
/// <param name="Firebase">The hash parameters of a Firebase project.</param>
/// <param name="Now">The time of the import.</param>
public sealed record ConversionContext(FirebaseScryptOptions Firebase, DateTimeOffset Now);
