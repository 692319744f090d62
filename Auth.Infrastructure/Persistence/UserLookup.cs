using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// Finds users on SQL Server. The queries are translated once and not looked up again by their shape: that would take longer
/// the more a query asks for, and so cost a token with a session more than one without.
/// </summary>
internal sealed class UserLookup(IDbContextFactory<SqlServerAuthDbContext> contexts) : IUserLookup
{
    private static readonly Func<SqlServerAuthDbContext, Guid, CancellationToken, Task<User?>> ById = EF.CompileAsyncQuery(
        (SqlServerAuthDbContext database, Guid id, CancellationToken _) =>
            database.Users.AsNoTracking().FirstOrDefault(user => user.Id == id));

    private static readonly Func<SqlServerAuthDbContext, Guid, Guid, DateTimeOffset, CancellationToken, Task<User?>> BySession =
        EF.CompileAsyncQuery(
            (SqlServerAuthDbContext database, Guid id, Guid sessionId, DateTimeOffset now, CancellationToken _) =>
                database.Users.AsNoTracking().FirstOrDefault(
                    user => user.Id == id && database.Sessions.Any(session => session.Id == sessionId
                        && session.UserId == id && session.EndedAt == null && session.ExpiresAt > now)));

    public async Task<User?> FindAsync(
        Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await (sessionId is { } session
            ? BySession(database, id, session, now, cancellationToken)
            : ById(database, id, cancellationToken));
    }
}
