using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>Grants each task to one instance at a time, with a row in the database.</summary>
internal sealed class Leases(AuthDbContext database)
{
    /// <summary>The tolerated difference between the clocks of two instances.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>Acquires a free lease, or extends one that the instance already holds.</summary>
    /// <remarks>
    /// A lease that lasts longer than the requested one was acquired before the clock was set back, by an instance that may have
    /// stopped since. Such a lease counts as free.
    /// </remarks>
    /// <returns>False if another instance holds the lease.</returns>
    public async Task<bool> TakeAsync(
        string name, Guid holder, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var latest = expiresAt + ClockTolerance;
        var leases = database.Set<Lease>().Where(lease => lease.Name == name);
        var taken = await leases
            .Where(lease => lease.Holder == holder || lease.ExpiresAt <= now || lease.ExpiresAt > latest)
            .ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.Holder, holder).SetProperty(lease => lease.ExpiresAt, expiresAt),
                cancellationToken) == 1;
        return taken || (!await leases.AnyAsync(cancellationToken) && await database.TryInsertAsync(
            new Lease { Name = name, Holder = holder, ExpiresAt = expiresAt }, cancellationToken));
    }
}

/// <summary>The exclusive right of one instance to run a task.</summary>
internal sealed class Lease
{
    /// <summary>The name of the task.</summary>
    public string Name { get; init; } = "";

    /// <summary>The current or last holder.</summary>
    public Guid Holder { get; init; }

    /// <summary>The time until which no other instance may acquire the lease, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
