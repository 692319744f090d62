using Auth.Domain.Users;

namespace Auth.Infrastructure.Persistence;

/// <summary>Finds users on SQLite.</summary>
internal sealed class SqliteUserLookup(SqliteUserStatements statements) : IUserLookup
{
    public Task<User?> FindAsync(Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var statement = statements.Take();
        try
        {
            var user = statement.Execute(id, sessionId, now);
            statements.Return(statement);
            return Task.FromResult(user);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }
}
