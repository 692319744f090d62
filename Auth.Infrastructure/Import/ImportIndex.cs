using System.Security.Cryptography;
using System.Text;
using Auth.Application.Users.Import;
using Microsoft.Data.Sqlite;

namespace Auth.Infrastructure.Import;

/// <summary>
/// Finds duplicates with a temporary SQLite database. SQLite keeps it in memory while it is small, and deletes its file when it is
/// closed. Values are stored as truncated hashes.
/// </summary>
internal sealed class ImportIndex : IImportIndex
{
    private const int KeyBytes = 16;

    // An empty name makes a temporary database. Nothing needs to survive a crash.
    private const string Schema = """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;
        CREATE TABLE seen (key BLOB PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
        BEGIN;
        """;

    private readonly SqliteConnection _connection = new("Data Source=;Pooling=False");
    private readonly SqliteCommand _insert, _find;
    private readonly SqliteParameter _insertKey = new("$key", SqliteType.Blob), _findKey = new("$key", SqliteType.Blob);
    private readonly SqliteParameter _row = new("$row", SqliteType.Integer);

    public ImportIndex()
    {
        _connection.Open();
        using (var schema = new SqliteCommand(Schema, _connection))
            schema.ExecuteNonQuery();
        _insert = new SqliteCommand("INSERT INTO seen VALUES ($key, $row) ON CONFLICT DO NOTHING", _connection);
        _insert.Parameters.AddRange([_insertKey, _row]);
        _insert.Prepare();
        _find = new SqliteCommand("SELECT row FROM seen WHERE key = $key", _connection);
        _find.Parameters.Add(_findKey);
        _find.Prepare();
    }

    public long? Add(Guid id, long row) => Add(KeyOf(id), row);

    public long? Add(string normalizedEmail, long row) => Add(Hash($"e{normalizedEmail}"), row);

    public long? Add(string provider, string accountId, long row) => Add(Hash($"x{provider}\0{accountId}"), row);

    public bool Contains(Guid id) => Find(KeyOf(id)) is not null;

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _connection.Dispose();
    }

    private long? Add(byte[] key, long row)
    {
        (_insertKey.Value, _row.Value) = (key, row);
        return _insert.ExecuteNonQuery() == 1 ? null : Find(key);
    }

    private long? Find(byte[] key)
    {
        _findKey.Value = key;
        return (long?)_find.ExecuteScalar();
    }

    private static byte[] KeyOf(Guid id) => Hash($"i{id:N}");

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..KeyBytes];
}
