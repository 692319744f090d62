using System.Text;
using Auth.Application.Users.Import;

namespace Auth.Infrastructure.Import;

/// <summary>CSV and JSON files: one of users, and others of access tokens and external accounts.</summary>
internal sealed class FileSource(IReadOnlyDictionary<ImportTable, ImportFile> files) : IImportSource
{
    public bool Has(ImportTable table) => files.ContainsKey(table) || HasEmbedded(table);

    public Task<long?> CountAsync(ImportTable table, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public IAsyncEnumerable<ImportRow> ReadAsync(ImportTable table, CancellationToken cancellationToken) =>
        HasEmbedded(table)
            ? JsonSource.ReadEmbeddedAccountsAsync(Read(files[ImportTable.Users], cancellationToken), cancellationToken)
            : Read(files[table], cancellationToken);

    public ValueTask DisposeAsync() => default;

    private static IAsyncEnumerable<ImportRow> Read(ImportFile file, CancellationToken cancellationToken) => file.Format switch
    {
        ImportFileFormat.Csv => CsvSource.ReadAsync(file.Path, cancellationToken),
        _ => JsonSource.ReadAsync(file, cancellationToken),
    };

    /// <summary>Whether the documents of the users contain the rows.</summary>
    private bool HasEmbedded(ImportTable table) => table is ImportTable.ExternalAccounts && !files.ContainsKey(table)
        && files[ImportTable.Users].Format is not ImportFileFormat.Csv;
}

/// <summary>A file of a source.</summary>
internal sealed record ImportFile(string Path, ImportFileFormat Format)
{
    private const int HeadBytes = 4096;

    // To open a pipe waits for its writer.
    private static readonly TimeSpan LongestOpen = TimeSpan.FromSeconds(5);

    /// <summary>The part of the file that contains the rows; null for the whole file.</summary>
    public (long Start, long Length)? Part { get; init; }

    /// <summary>Opens the file, or the part of it.</summary>
    public Stream Open()
    {
        var file = File.OpenRead(Path);
        return Part is var (start, length) ? new FilePart(file, start, length) : file;
    }

    /// <summary>Recognises the format of a file by its first bytes.</summary>
    /// <exception cref="ImportException">The file cannot be read, or has another format.</exception>
    public static async Task<ImportFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new ImportException($"{path} is a folder.");
        try
        {
            await using var file = await Task.Run(() => File.OpenRead(path), cancellationToken).WaitAsync(LongestOpen, cancellationToken);
            if (!file.CanSeek)
                throw new ImportException($"{path} is no regular file. An import reads it several times: write it to a file first.");
            var head = new byte[HeadBytes];
            var length = await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken);
            return new(path, FormatOf(head.AsSpan(0, length), path));
        }
        catch (TimeoutException exception)
        {
            throw new ImportException($"{path} cannot be opened in {LongestOpen.TotalSeconds} seconds. It must be a regular file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ImportException($"{path} cannot be read: {OneLine.Of(exception.Message)}", exception);
        }
    }

    private static ImportFileFormat FormatOf(ReadOnlySpan<byte> head, string path)
    {
        if (head.StartsWith("SQLite format 3\0"u8))
            return ImportFileFormat.Sqlite;
        if (head.StartsWith("PGDMP"u8) || head.StartsWith("--"u8) || head.IndexOf("CREATE TABLE"u8) >= 0 || head.StartsWith("INSERT INTO"u8))
            throw new ImportException($"{path} is an SQL dump. Restore it into a database, and import from the database's URL.");
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("PK\u0003\u0004"u8))
            throw new ImportException($"{path} is compressed. Decompress it first.");
        var text = (head.StartsWith(Encoding.UTF8.Preamble) ? head[Encoding.UTF8.Preamble.Length..] : head).TrimStart(" \t\r\n"u8);
        if (text.Length == 0)
            throw new ImportException($"{path} is empty.");
        return text[0] switch
        {
            (byte)'[' => ImportFileFormat.JsonArray,
            (byte)'{' => ImportFileFormat.JsonLines,
            0 => throw new ImportException($"{path} has no known format."),
            _ => ImportFileFormat.Csv,
        };
    }
}

/// <summary>The format of a file.</summary>
internal enum ImportFileFormat
{
    /// <summary>CSV with a header.</summary>
    Csv,

    /// <summary>JSON objects, one after the other.</summary>
    JsonLines,

    /// <summary>One JSON array of objects.</summary>
    JsonArray,

    /// <summary>A SQLite database.</summary>
    Sqlite,
}
