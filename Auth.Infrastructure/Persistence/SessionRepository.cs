using Auth.Domain.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores sessions in a relational database.</summary>
internal sealed class SessionRepository(AuthDbContext database) : ISessionRepository
{
    public async Task<bool> OpenAsync(
        Session session, byte[]? refreshHash, Guid securityStamp, int maxSessions, CancellationToken cancellationToken)
    {
        // The update changes nothing but locks the user's row: a concurrent password change waits, then ends this session too.
        var mayOpen = await database.Users
            .Where(user => user.Id == session.UserId && user.IsActive && user.SecurityStamp == securityStamp)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.IsActive, true), cancellationToken) == 1;
        if (!mayOpen)
            return false;
        var surplus = Open(session.UserId, session.CreatedAt).OrderByDescending(other => other.LastUsedAt).Skip(maxSessions - 1);
        await EndAsync(surplus, session.CreatedAt, cancellationToken);
        database.Add(session);
        if (refreshHash is not null)
            database.Add(RefreshToken.Issue(refreshHash, session.Id));
        return true;
    }

    public void Add(AccessToken token) => database.Add(token);

    public Task<IssuedRefreshToken?> FindRefreshTokenAsync(
        byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) => (
        from token in database.RefreshTokens
        join session in database.Sessions on token.SessionId equals session.Id
        join user in database.Users on session.UserId equals user.Id
        where token.Hash == hash && session.EndedAt == null && session.ExpiresAt > now && user.IsActive
        select new IssuedRefreshToken(user, session, token.UsedAt)).AsNoTracking().FirstOrDefaultAsync(cancellationToken);

    public async Task<bool> RotateAsync(Guid sessionId, RefreshRotation rotation, CancellationToken cancellationToken)
    {
        var (hash, now, expiresAt, refreshesUntil) =
            (rotation.Hash, rotation.Now, rotation.ExpiresAt, rotation.RefreshesUntil);
        var isFirst = await database.RefreshTokens.Where(token => token.Hash == hash && token.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.UsedAt, now), cancellationToken) == 1;
        if (!isFirst)
            return false;
        var isExtended = await database.Sessions.Where(session => session.Id == sessionId && session.EndedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.LastUsedAt, now)
                    .SetProperty(session => session.ExpiresAt, expiresAt)
                    .SetProperty(session => session.RefreshesUntil, refreshesUntil),
                cancellationToken) == 1;
        if (isExtended)
            database.Add(RefreshToken.Issue(rotation.SuccessorHash, sessionId));
        return isExtended;
    }

    public Task<bool> HasRefreshTokenAsync(Guid sessionId, byte[] hash, CancellationToken cancellationToken) =>
        database.RefreshTokens.AnyAsync(token => token.Hash == hash && token.SessionId == sessionId, cancellationToken);

    public Task<Session?> FindAsync(Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Open(userId, now).AsNoTracking().FirstOrDefaultAsync(session => session.Id == sessionId, cancellationToken);

    public async Task<bool> ReauthenticateAsync(Session session, CancellationToken cancellationToken) =>
        await database.Sessions.Where(stored => stored.Id == session.Id && stored.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(stored => stored.Methods, session.Methods)
                .SetProperty(stored => stored.ReauthenticatedAt, session.ReauthenticatedAt),
            cancellationToken) == 1;

    public async Task<int> CountPasswordFailureAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var sessions = database.Sessions.Where(session => session.Id == sessionId);
        await sessions.ExecuteUpdateAsync(
            set => set.SetProperty(session => session.PasswordFailures, session => session.PasswordFailures + 1),
            cancellationToken);
        return await sessions.Select(session => session.PasswordFailures).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<bool> EndAsync(Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await EndAsync(Open(userId, now).Where(session => session.Id == sessionId), now, cancellationToken) == 1;

    public Task<int> EndAllAsync(Guid userId, Guid? except, DateTimeOffset now, CancellationToken cancellationToken) =>
        EndAsync(Open(userId, now).Where(session => session.Id != except), now, cancellationToken);

    public async Task<Session?> EndByRefreshTokenAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await database.Sessions.AsNoTracking().FirstOrDefaultAsync(
            session => session.EndedAt == null
                && database.RefreshTokens.Any(token => token.Hash == hash && token.SessionId == session.Id),
            cancellationToken);
        return session is not null && await EndAsync(session.UserId, session.Id, now, cancellationToken) ? session : null;
    }

    public async Task<IReadOnlyList<Session>> ListAsync(
        Guid userId, SessionPage page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sessions = Open(userId, now).AsNoTracking();
        if (page.From is { } from)
            sessions = sessions.Where(session => session.LastUsedAt <= from);
        return await sessions.OrderByDescending(session => session.LastUsedAt).ThenBy(session => session.Id)
            .Skip(page.Skip).Take(page.Limit).ToListAsync(cancellationToken);
    }

    private static Task<int> EndAsync(IQueryable<Session> sessions, DateTimeOffset now, CancellationToken cancellationToken) =>
        sessions.ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), cancellationToken);

    private IQueryable<Session> Open(Guid userId, DateTimeOffset now) => database.Sessions
        .Where(session => session.UserId == userId && session.EndedAt == null && session.ExpiresAt > now);
}
