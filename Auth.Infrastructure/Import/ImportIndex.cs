using System.Security.Cryptography;
using System.Text;
using Auth.Application.Users.Import;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Auth.Infrastructure.Import;

/// <summary>
/// Finds duplicates with a temporary SQLite database. SQLite keeps it in memory while it is small, and deletes its file when it is
/// closed. Values are stored as truncated hashes.
/// </summary>
/// <remarks>It calls SQLite without ADO.NET, which takes longer than a statement, two of which are executed for each user.</remarks>
internal sealed class ImportIndex : IImportIndex
{
    private const int KeyBytes = 16;

    // An empty name makes a temporary database. Nothing needs to survive a crash.
    private const string Schema = """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;
        CREATE TABLE seen (key BLOB PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
        BEGIN;
        """;

    private readonly SqliteConnection _connection = new("Data Source=;Pooling=False");
    private readonly sqlite3_stmt _insert, _find;

    public ImportIndex()
    {
        _connection.Open();
        using (var schema = new SqliteCommand(Schema, _connection))
            schema.ExecuteNonQuery();
        _insert = Prepare("INSERT INTO seen VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _find = Prepare("SELECT row FROM seen WHERE key = ?1");
    }

    public long? Add(Guid id, long row) => Add('i', id.ToString("N"), row);

    public long? Add(string normalizedEmail, long row) => Add('e', normalizedEmail, row);

    public long? Add(string provider, string accountId, long row) => Add('x', $"{provider}\0{accountId}", row);

    public long? Add(byte[] tokenHash, long row) => Add('t', Convert.ToHexString(tokenHash), row);

    public bool Contains(Guid id)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        Hash('i', id.ToString("N"), key);
        return Find(key[..KeyBytes]) is not null;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _connection.Dispose();
    }

    private long? Add(char kind, string text, long row)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(kind, text, key);
        key = key[..KeyBytes];
        raw.sqlite3_bind_blob(_insert, 1, key);
        raw.sqlite3_bind_int64(_insert, 2, row);
        Step(_insert);
        raw.sqlite3_reset(_insert);
        return raw.sqlite3_changes(_connection.Handle) == 1 ? null : Find(key);
    }

    private long? Find(ReadOnlySpan<byte> key)
    {
        raw.sqlite3_bind_blob(_find, 1, key);
        long? row = Step(_find) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_find, 0) : null;
        raw.sqlite3_reset(_find);
        return row;
    }

    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    private int Step(sqlite3_stmt statement) =>
        raw.sqlite3_step(statement) is var result and (raw.SQLITE_ROW or raw.SQLITE_DONE)
            ? result
            : throw new IOException($"The temporary file cannot be written: {raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}");

    private sqlite3_stmt Prepare(string sql) =>
        raw.sqlite3_prepare_v2(_connection.Handle, sql, out var statement) == raw.SQLITE_OK
            ? statement
            : throw new InvalidOperationException(raw.sqlite3_errmsg(_connection.Handle).utf8_to_string());

    private static void Hash(char kind, string text, Span<byte> hash)
    {
        var bytes = new byte[1 + Encoding.UTF8.GetMaxByteCount(text.Length)];
        bytes[0] = (byte)kind;
        var length = 1 + Encoding.UTF8.GetBytes(text, bytes.AsSpan(1));
        SHA256.HashData(bytes.AsSpan(0, length), hash);
    }
}
