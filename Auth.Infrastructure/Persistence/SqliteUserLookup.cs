using System.Collections.Concurrent;
using Auth.Domain.Users;

namespace Auth.Infrastructure.Persistence;

/// <summary>Finds users on SQLite.</summary>
/// <param name="connectionString">Where the database is.</param>
/// <param name="time">The clock.</param>
internal sealed class SqliteUserLookup(string connectionString, TimeProvider time) : IUserLookup, IDisposable
{
    // As many as were ever executed at the same moment.
    private readonly ConcurrentBag<SqliteUserStatement> _idle = [];

    public Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var statement = TakeIdle() ?? new SqliteUserStatement(connectionString);
        try
        {
            var user = statement.Execute(id, sessionId, now);
            _idle.Add(statement);
            return Task.FromResult(user);
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

    /// <summary>Returns an idle statement, and drops those whose file was deleted or replaced.</summary>
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
