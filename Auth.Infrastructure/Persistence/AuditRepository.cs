using Auth.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores the audit trail in a relational database.</summary>
internal sealed class AuditRepository(AuthDbContext database) : IAuditRepository
{
    public void Add(AuditEvent row) => database.AuditEvents.Add(row);

    public async Task<IReadOnlyList<AuditEvent>> ListAsync(
        AuditFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        var events = database.AuditEvents.AsNoTracking();
        if (before is { } id)
            events = events.Where(happened => happened.Id < id);
        if (filter.UserId is { } userId)
            events = events.Where(happened => happened.UserId == userId);
        if (filter.Name is { } name)
            events = events.Where(happened => happened.Name == name);
        return await events.OrderByDescending(happened => happened.Id).Take(limit).ToListAsync(cancellationToken);
    }
}
