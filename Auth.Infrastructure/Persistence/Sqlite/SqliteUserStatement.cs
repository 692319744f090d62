using Auth.Domain.Users;
using Microsoft.Data.Sqlite;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>
/// A prepared statement that reads one user, on a connection that stays open. With EF Core the same read takes several times as
/// long, mostly to open the connection and create the command.
/// </summary>
internal sealed class SqliteUserStatement : IDisposable
{
    private const string Settings = SqliteConnectionSettings.BusyTimeout + " PRAGMA query_only=ON;";

    private const string Columns = """
        email, normalized_email, hashed_password, password_changed_at, security_stamp, name,
        is_active, is_superuser, is_verified, email_recovered_at, fields, users.id, has_second_factor
        """;

    // The collation of the columns compares IDs case-insensitively.
    private const string ById = $"""
        SELECT {Columns}
        FROM users
        WHERE id = $id AND ($session IS NULL OR NOT is_active OR EXISTS (
            SELECT 1 FROM sessions
            WHERE id = $session AND user_id = $id AND ended_at IS NULL AND expires_at > $now))
        """;

    private const string ByToken = $"""
        SELECT {Columns}, sessions.id
        FROM access_tokens
            JOIN sessions ON sessions.id = access_tokens.session_id
            JOIN users ON users.id = sessions.user_id
        WHERE access_tokens.hash = $hash AND access_tokens.expires_at > $now
            AND (NOT is_active OR (sessions.ended_at IS NULL AND sessions.expires_at > $now))
        """;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _byId, _byToken;
    private readonly SqliteParameter _id = new("$id", SqliteType.Text);
    private readonly SqliteParameter _session = new("$session", SqliteType.Text);
    private readonly SqliteParameter _now = new("$now", SqliteType.Integer);
    private readonly SqliteParameter _hash = new("$hash", SqliteType.Blob);
    private readonly SqliteParameter _tokenNow = new("$now", SqliteType.Integer);
    private long _lookedAt;

    public SqliteUserStatement(string connectionString)
    {
        // The connection stays open. A pooled connection could refer to a file that was deleted since.
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _connection.Open();
        using (var settings = new SqliteCommand(Settings, _connection))
            settings.ExecuteNonQuery();
        _byId = Prepare(ById, _id, _session, _now);
        _byToken = Prepare(ByToken, _hash, _tokenNow);
    }

    /// <summary>
    /// Whether the file was deleted or replaced since the statement was prepared. The file is looked at once a second: each look
    /// takes about as long as the read itself.
    /// </summary>
    public bool HasMoved(TimeProvider time)
    {
        if (time.GetElapsedTime(_lookedAt) < LookInterval)
            return false;
        _lookedAt = time.GetTimestamp();
        return SqliteDatabaseFile.HasMoved(_connection);
    }

    /// <summary>Returns the user. If a session is given, it must belong to the user and be neither ended nor expired.</summary>
    public User? FindById(Guid id, Guid? sessionId, DateTimeOffset now)
    {
        _id.Value = id;
        _session.Value = sessionId ?? (object)DBNull.Value;
        _now.Value = now.ToUnixTimeMilliseconds();
        using var row = _byId.ExecuteReader();
        return row.Read() ? UserIn(row, id) : null;
    }

    /// <summary>Returns the user and the session of an access token.</summary>
    public SessionUser? FindByToken(byte[] hash, DateTimeOffset now)
    {
        _hash.Value = hash;
        _tokenNow.Value = now.ToUnixTimeMilliseconds();
        using var row = _byToken.ExecuteReader();
        return row.Read() ? new(UserIn(row, row.GetGuid(11)), row.GetGuid(13)) : null;
    }

    private SqliteCommand Prepare(string sql, params SqliteParameter[] parameters)
    {
        var command = new SqliteCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        command.Prepare();
        return command;
    }

    private static User UserIn(SqliteDataReader row, Guid id) => User.Restore(
        id,
        email: row.GetString(0),
        normalizedEmail: row.GetString(1),
        hashedPassword: row.GetString(2),
        passwordChangedAt: TimeAt(row, 3),
        securityStamp: row.GetGuid(4),
        name: row.IsDBNull(5) ? null : row.GetString(5),
        isActive: row.GetBoolean(6),
        isSuperuser: row.GetBoolean(7),
        isVerified: row.GetBoolean(8),
        emailRecoveredAt: TimeAt(row, 9),
        fields: row.IsDBNull(10) ? null : row.GetString(10),
        hasSecondFactor: row.GetBoolean(12));

    private static DateTimeOffset? TimeAt(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public void Dispose()
    {
        _byId.Dispose();
        _byToken.Dispose();
        _connection.Dispose();
    }
}
