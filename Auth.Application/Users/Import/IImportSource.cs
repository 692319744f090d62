using Auth.Application.Users.Import.Kinds;

namespace Auth.Application.Users.Import;

/// <summary>The users, access tokens and external accounts of another system. Rows are read one by one.</summary>
public interface IImportSource : IAsyncDisposable
{
    /// <summary>Returns whether the source contains a table.</summary>
    bool Has(ImportTable table);

    /// <summary>Returns the number of rows of a table; null if only reading all of them would show it.</summary>
    Task<long?> CountAsync(ImportTable table, CancellationToken cancellationToken);

    /// <summary>Reads a table. A second call returns the same rows with the same numbers, unless the source changes.</summary>
    /// <exception cref="ImportException">The source cannot be read.</exception>
    IAsyncEnumerable<ImportRow> ReadAsync(ImportTable table, CancellationToken cancellationToken);
}

/// <summary>Opens sources.</summary>
public interface IImportSources
{
    /// <summary>Opens a source.</summary>
    /// <exception cref="ImportException">The source does not exist, or has no known format.</exception>
    Task<IImportSource> OpenAsync(ImportLocation location, CancellationToken cancellationToken);
}

/// <summary>The location of a source.</summary>
/// <param name="Kind">The system.</param>
/// <param name="Source">A file, or the URL of a database.</param>
/// <param name="Users">The table of users; null for the default name. Files have one table.</param>
/// <param name="AccessTokens">The table of access tokens, or its file beside a file of users; null for the default name.</param>
/// <param name="ExternalAccounts">The table of external accounts, or its file beside a file of users; null for the default name.</param>
public sealed record ImportLocation(
    ImportKind Kind, string Source, string? Users = null, string? AccessTokens = null, string? ExternalAccounts = null);

/// <summary>A table of a source.</summary>
public enum ImportTable
{
    /// <summary>The users.</summary>
    Users,

    /// <summary>The opaque access tokens.</summary>
    AccessTokens,

    /// <summary>The accounts at external providers.</summary>
    ExternalAccounts,
}

/// <summary>A row of a source.</summary>
/// <param name="Number">The number of the row in its table, from 1.</param>
/// <param name="Values">
/// The values by column: null, <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="Guid"/>, <see cref="DateTimeOffset"/>, an array of bytes, or a <see cref="System.Text.Json.JsonElement"/>.
/// </param>
/// <param name="Defect">The reason why the row cannot be read; null if it can.</param>
public sealed record ImportRow(long Number, IReadOnlyDictionary<string, object?> Values, string? Defect = null);

/// <summary>The import cannot continue. The message is one line for the operator, without data of users.</summary>
public sealed class ImportException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ImportException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
