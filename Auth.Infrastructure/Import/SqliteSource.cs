using System.Buffers.Binary;
using Auth.Application.Users.Import;
using Microsoft.Data.Sqlite;

namespace Auth.Infrastructure.Import;

/// <summary>A SQLite file, which is opened for reading only.</summary>
internal sealed class SqliteSource(SqliteConnection connection, ImportLocation location) : DatabaseSource(connection, location)
{
    private const int HeaderBytes = 100;

    protected override string TableNames => "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')";

    public static async Task<IImportSource> OpenAsync(string path, ImportLocation location, CancellationToken cancellationToken)
    {
        await RequireWholeAsync(path, cancellationToken);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        var source = new SqliteSource(connection, location);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await source.OpenAsync(cancellationToken);
            return source;
        }
        catch (SqliteException exception)
        {
            await source.DisposeAsync();
            throw new ImportException($"The SQLite file cannot be read: {OneLine.Of(exception.Message)}", exception);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Fails for a file that is shorter than its header says (the SQLite file format, §1.3). SQLite itself would notice it only when a
    /// missing page is read. Pages can be in a write-ahead log.
    /// </summary>
    private static async Task RequireWholeAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderBytes];
        var length = await file.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken);
        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) is var size and not 1 ? size : 65536;
        var isCounted = header.AsSpan(24, 4).SequenceEqual(header.AsSpan(92, 4));
        var expected = isCounted ? BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28)) * (long)pageSize : HeaderBytes;
        if (length < HeaderBytes || (file.Length < expected && !File.Exists($"{path}-wal")))
            throw new ImportException($"The SQLite file cannot be read: it is truncated. It has {file.Length} of {expected} bytes.");
    }

    protected override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
