using System.Collections.Concurrent;

namespace Auth.Infrastructure.Persistence;

/// <summary>The statements that nobody executes at the moment: as many as were ever executed at the same moment.</summary>
/// <param name="connectionString">Where the database is.</param>
internal sealed class SqliteUserStatements(string connectionString) : IDisposable
{
    private readonly ConcurrentBag<SqliteUserStatement> _idle = [];
    private volatile bool _disposed;

    public SqliteUserStatement Take() =>
        _idle.TryTake(out var statement) ? statement : new SqliteUserStatement(connectionString);

    public void Return(SqliteUserStatement statement)
    {
        _idle.Add(statement);
        if (_disposed)
            Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var statement))
            statement.Dispose();
    }
}
