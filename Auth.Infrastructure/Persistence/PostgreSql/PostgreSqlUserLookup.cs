using System.Data;
using Auth.Domain.Users;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>Finds users on PostgreSQL. Npgsql prepares the statements once per connection.</summary>
internal sealed class PostgreSqlUserLookup(NpgsqlDataSource connections) : IUserLookup
{
    private const string Columns = """
        email, normalized_email, hashed_password, password_changed_at, security_stamp, name,
        is_active, is_superuser, is_verified, email_recovered_at, fields, users.id, has_second_factor
        """;

    private const string ById = $"SELECT {Columns} FROM users WHERE id = $1";

    private const string BySession = ById + """
         AND (NOT is_active OR EXISTS (
            SELECT 1 FROM sessions
            WHERE id = $2 AND user_id = $1 AND ended_at IS NULL AND expires_at > $3))
        """;

    private const string ByToken = $"""
        SELECT {Columns}, sessions.id
        FROM access_tokens
            JOIN sessions ON sessions.id = access_tokens.session_id
            JOIN users ON users.id = sessions.user_id
        WHERE access_tokens.hash = $1 AND access_tokens.expires_at > $2
            AND (NOT is_active OR (sessions.ended_at IS NULL AND sessions.expires_at > $2))
        """;

    public Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        sessionId is { } session
            ? ReadAsync(BySession, UserIn, cancellationToken, Value(id), Value(session), Value(now))
            : ReadAsync(ById, UserIn, cancellationToken, Value(id));

    public Task<SessionUser?> FindByTokenAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(
            ByToken, row => new SessionUser(UserIn(row), row.GetGuid(13)), cancellationToken, Value(tokenHash), Value(now));

    private async Task<T?> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
        where T : class
    {
        try
        {
            return await TryReadAsync(sql, read, parameters, cancellationToken);
        }
        catch (NpgsqlException exception) when (exception.IsTransient && !cancellationToken.IsCancellationRequested)
        {
            // The server closed the pooled connection, for example because it was restarted. Npgsql has cleared the pool.
            return await TryReadAsync(sql, read, [.. parameters.Select(parameter => parameter.Clone())], cancellationToken);
        }
    }

    private async Task<T?> TryReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
        where T : class
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
#pragma warning disable CA2100 // The statements are constants.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await row.ReadAsync(cancellationToken) ? read(row) : null;
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static User UserIn(NpgsqlDataReader row) => User.Restore(
        row.GetGuid(11),
        email: row.GetString(0),
        normalizedEmail: row.GetString(1),
        hashedPassword: row.GetString(2),
        passwordChangedAt: TimeAt(row, 3),
        securityStamp: row.GetGuid(4),
        name: row.IsDBNull(5) ? null : EscapedText.Unescape(row.GetString(5)),
        isActive: row.GetBoolean(6),
        isSuperuser: row.GetBoolean(7),
        isVerified: row.GetBoolean(8),
        emailRecoveredAt: TimeAt(row, 9),
        fields: row.IsDBNull(10) ? null : row.GetString(10),
        hasSecondFactor: row.GetBoolean(12));

    private static DateTimeOffset? TimeAt(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
