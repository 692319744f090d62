using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>Gives each task to one instance at a time, by a row in the database.</summary>
internal sealed class Leases(AuthDbContext database)
{
    /// <summary>Takes a lease that nobody has, or prolongs one's own.</summary>
    /// <returns>False when another instance has it.</returns>
    public async Task<bool> TakeAsync(
        string name, Guid holder, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var leases = database.Set<Lease>().Where(lease => lease.Name == name);
        var taken = await leases.Where(lease => lease.Holder == holder || lease.ExpiresAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(lease => lease.Holder, holder).SetProperty(lease => lease.ExpiresAt, expiresAt),
            cancellationToken) == 1;
        return taken || (!await leases.AnyAsync(cancellationToken) && await database.TryInsertAsync(
            new Lease { Name = name, Holder = holder, ExpiresAt = expiresAt }, cancellationToken));
    }
}
