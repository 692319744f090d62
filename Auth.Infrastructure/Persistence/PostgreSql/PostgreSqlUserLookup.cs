using System.Data;
using Auth.Domain.Users;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>Finds users on PostgreSQL. Npgsql prepares the statements once per connection.</summary>
internal sealed class PostgreSqlUserLookup(NpgsqlDataSource connections) : IUserLookup
{
    private const string ById = """
        SELECT email, normalized_email, hashed_password, password_changed_at, security_stamp, name,
            is_active, is_superuser, is_verified, email_recovered_at
        FROM users
        WHERE id = $1
        """;

    private const string BySession = ById + """
         AND EXISTS (
            SELECT 1 FROM sessions
            WHERE id = $2 AND user_id = $1 AND ended_at IS NULL AND expires_at > $3)
        """;

    public async Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(id, sessionId, now, cancellationToken);
        }
        catch (NpgsqlException exception) when (exception.IsTransient && !cancellationToken.IsCancellationRequested)
        {
            // The server closed the pooled connection, for example because it was restarted. Npgsql has cleared the pool.
            return await ReadAsync(id, sessionId, now, cancellationToken);
        }
    }

    private async Task<User?> ReadAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sessionId is null ? ById : BySession, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        if (sessionId is { } session)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        }

        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? User.Restore(
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
                emailRecoveredAt: TimeAt(row, 9))
            : null;
    }

    private static DateTimeOffset? TimeAt(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
