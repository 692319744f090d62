using System.Collections.Concurrent;
using Auth.Domain.Users;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>Finds users on SQLite.</summary>
/// <param name="connectionString">The connection string of the database.</param>
/// <param name="time">The clock.</param>
internal sealed class SqliteUserLookup(string connectionString, TimeProvider time) : IUserLookup, IDisposable
{
    // Grows to the highest number of concurrent executions.
    private readonly ConcurrentBag<SqliteUserStatement> _idle = [];

    public Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
        (id, sessionId, now),
        static (statement, key) => statement.FindById(key.id, key.sessionId, key.now),
        cancellationToken);

    public Task<SessionUser?> FindByTokenAsync(
        byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
        (tokenHash, now),
        static (statement, key) => statement.FindByToken(key.tokenHash, key.now),
        cancellationToken);

    private Task<TResult> ExecuteAsync<TKey, TResult>(
        TKey key, Func<SqliteUserStatement, TKey, TResult> execute, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var statement = TakeIdle() ?? new SqliteUserStatement(connectionString);
        try
        {
            var result = execute(statement, key);
            _idle.Add(statement);
            return Task.FromResult(result);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var statement))
            statement.Dispose();
    }

    /// <summary>Removes and returns an idle statement. Disposes statements whose file was deleted or replaced.</summary>
    private SqliteUserStatement? TakeIdle()
    {
        while (_idle.TryTake(out var statement))
        {
            if (!statement.HasMoved(time))
                return statement;
            statement.Dispose();
        }

        return null;
    }
}
