using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>
/// Finds users on SQL Server. The queries are compiled once: EF Core's cache lookup takes longer for a longer query, so a token
/// with a session would cost more than one without.
/// </summary>
/// <remarks>A compiled query is bound to one model, so the queries are instance members. The instance is a singleton.</remarks>
internal sealed class SqlServerUserLookup(IDbContextFactory<SqlServerAuthDbContext> contexts) : IUserLookup
{
    private readonly Func<SqlServerAuthDbContext, Guid, CancellationToken, Task<User?>> _byId = EF.CompileAsyncQuery(
        (SqlServerAuthDbContext database, Guid id, CancellationToken _) =>
            database.Users.AsNoTracking().FirstOrDefault(user => user.Id == id));

    private readonly Func<SqlServerAuthDbContext, Guid, Guid, DateTimeOffset, CancellationToken, Task<User?>> _bySession =
        EF.CompileAsyncQuery(
            (SqlServerAuthDbContext database, Guid id, Guid sessionId, DateTimeOffset now, CancellationToken _) =>
                database.Users.AsNoTracking().FirstOrDefault(
                    user => user.Id == id && (!user.IsActive || database.Sessions.Any(session => session.Id == sessionId
                        && session.UserId == id && session.EndedAt == null && session.ExpiresAt > now))));

    private readonly Func<SqlServerAuthDbContext, byte[], DateTimeOffset, CancellationToken, Task<SessionUser?>>
        _byToken = EF.CompileAsyncQuery(
            (SqlServerAuthDbContext database, byte[] hash, DateTimeOffset now, CancellationToken _) => (
                from token in database.Set<AccessToken>()
                join session in database.Sessions on token.SessionId equals session.Id
                join user in database.Users on session.UserId equals user.Id
                where token.Hash == hash && token.ExpiresAt > now
                    && (!user.IsActive || (session.EndedAt == null && session.ExpiresAt > now))
                select new SessionUser(user, session.Id)).AsNoTracking().FirstOrDefault());

    public async Task<User?> FindAsync(
        Guid id, Guid? sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await (sessionId is { } session
            ? _bySession(database, id, session, now, cancellationToken)
            : _byId(database, id, cancellationToken));
    }

    public async Task<SessionUser?> FindByTokenAsync(
        byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await _byToken(database, tokenHash, now, cancellationToken);
    }
}
