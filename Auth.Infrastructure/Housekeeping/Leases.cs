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
        if (taken || await leases.AnyAsync(cancellationToken))
            return taken;

        database.Add(new Lease { Name = name, Holder = holder, ExpiresAt = expiresAt });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (UniqueViolation.IsCauseOf(exception))
        {
            return false;
        }
        finally
        {
            database.ChangeTracker.Clear();
        }
    }
}
