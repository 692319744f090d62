using Auth.Domain.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>The sessions, in a relational database.</summary>
internal sealed class SessionRepository(AuthDbContext database) : ISessionRepository
{
    public Task<bool> OpenAsync(
        Session session, byte[] refreshHash, string verifiedHash, CancellationToken cancellationToken) =>
        database.InTransactionAsync(async () =>
        {
            // The update changes nothing, but holds the user's row: a change of the password waits, and ends this session too.
            var mayOpen = await database.Users
                .Where(user => user.Id == session.UserId && user.IsActive && user.HashedPassword == verifiedHash)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.IsActive, true), cancellationToken) == 1;
            if (mayOpen)
            {
                database.Add(session);
                database.Add(RefreshToken.Issue(refreshHash, session.Id));
                await database.SaveChangesAsync(cancellationToken);
            }

            return mayOpen;
        }, cancellationToken);

    public async Task<Rotation?> RotateAsync(
        byte[] hash,
        byte[] successorHash,
        DateTimeOffset now,
        Func<Session, DateTimeOffset> expiresAt,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(hash, now, cancellationToken) is not { } found)
            return null;
        if (found.UsedAt is not null)
            return found;
        var taken = await database.InTransactionAsync(
            () => TakeAsync(hash, successorHash, found.Session, now, expiresAt(found.Session), cancellationToken),
            cancellationToken);

        // Somebody else was a moment earlier, or the session has just ended: what is stored tells which.
        return taken ? found : await FindAsync(hash, now, cancellationToken) is { UsedAt: not null } lost ? lost : null;
    }

    public Task<bool> HasRefreshTokenAsync(Guid sessionId, byte[] hash, CancellationToken cancellationToken) =>
        database.RefreshTokens.AnyAsync(token => token.Hash == hash && token.SessionId == sessionId, cancellationToken);

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

    public async Task<IReadOnlyList<Session>> ListAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Open(userId, now).AsNoTracking().OrderByDescending(session => session.LastUsedAt).ToListAsync(cancellationToken);

    private static Task<int> EndAsync(IQueryable<Session> sessions, DateTimeOffset now, CancellationToken cancellationToken) =>
        sessions.ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), cancellationToken);

    private IQueryable<Session> Open(Guid userId, DateTimeOffset now) => database.Sessions
        .Where(session => session.UserId == userId && session.EndedAt == null && session.ExpiresAt > now);

    private Task<Rotation?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) => (
        from token in database.RefreshTokens
        join session in database.Sessions on token.SessionId equals session.Id
        join user in database.Users on session.UserId equals user.Id
        where token.Hash == hash && session.EndedAt == null && session.ExpiresAt > now && user.IsActive
        select new Rotation(user, session, token.UsedAt)).AsNoTracking().FirstOrDefaultAsync(cancellationToken);

    private async Task<bool> TakeAsync(
        byte[] hash, byte[] successorHash, Session session, DateTimeOffset now, DateTimeOffset expiresAt,
        CancellationToken cancellationToken)
    {
        var first = await database.RefreshTokens.Where(token => token.Hash == hash && token.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.UsedAt, now), cancellationToken) == 1;
        if (!first || await ProlongAsync(session.Id, now, expiresAt, cancellationToken) == 0)
            return false;
        database.Add(RefreshToken.Issue(successorHash, session.Id));
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    private Task<int> ProlongAsync(Guid id, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.Sessions.Where(session => session.Id == id && session.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(session => session.LastUsedAt, now).SetProperty(session => session.ExpiresAt, expiresAt),
            cancellationToken);
}
