using Auth.Application;
using Auth.Domain.Mail;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>
/// Deletes what is over: sessions with their refresh tokens, forgotten failures of logins, and old events of the audit trail.
/// In small batches, so that no statement holds many rows, or SQLite's one writer, for long.
/// </summary>
internal sealed class Housekeeper(AuthDbContext database, Leases leases, IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>How many rows a statement deletes; a few more where they ended at the very same moment.</summary>
    public const int BatchSize = 500;

    private const string LeaseName = "housekeeping";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HousekeepingOptions _options = options.Value.Housekeeping;

    /// <summary>Deletes all there is to delete, unless another instance does, or did within the interval.</summary>
    /// <param name="instance">Who does it.</param>
    /// <param name="cancellationToken">Stops; the batches that are done stay done.</param>
    /// <returns>How many sessions, budgets and events were deleted.</returns>
    public async Task<int> RunAsync(Guid instance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keptSince = now.AddDays(-_options.KeepSessionsDays);
        return await DeleteAsync(
                until => database.Sessions.Where(session => session.ExpiresAt <= until),
                sessions => sessions.Select(session => session.ExpiresAt),
                keptSince, instance, cancellationToken)
            + await DeleteAsync(
                until => database.Sessions.Where(session => session.EndedAt <= until),
                sessions => sessions.Select(session => session.EndedAt!.Value),
                keptSince, instance, cancellationToken)
            + await DeleteAsync(
                until => database.LoginBudgets.Where(budget => budget.ExpiresAt <= until),
                budgets => budgets.Select(budget => budget.ExpiresAt),
                now, instance, cancellationToken)
            + await DeleteAsync(
                until => database.AuditEvents.Where(happened => happened.OccurredAt <= until),
                events => events.Select(happened => happened.OccurredAt),
                now.AddDays(-options.Value.Audit.KeepDays), instance, cancellationToken)
            + await DeleteAsync(
                until => database.Set<MailCooldown>().Where(cooldown => cooldown.ExpiresAt <= until),
                cooldowns => cooldowns.Select(cooldown => cooldown.ExpiresAt),
                now, instance, cancellationToken)
            + await DeleteAsync(
                until => database.Set<TransactionMarker>().Where(marker => marker.CreatedAt <= until),
                markers => markers.Select(marker => marker.CreatedAt),
                now.AddHours(-1), instance, cancellationToken);
    }

    private async Task<int> DeleteAsync<T>(
        Func<DateTimeOffset, IQueryable<T>> overBy,
        Func<IQueryable<T>, IQueryable<DateTimeOffset>> endsOf,
        DateTimeOffset until,
        Guid instance,
        CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (await TakeLeaseAsync(instance, cancellationToken))
        {
            // A range of one index, where LIMIT would need the rows' keys first.
            var lastOfBatch = await endsOf(overBy(until)).OrderBy(end => end).Skip(BatchSize - 1)
                .Select(end => (DateTimeOffset?)end).FirstOrDefaultAsync(cancellationToken);
            deleted += await overBy(lastOfBatch ?? until).ExecuteDeleteAsync(cancellationToken);
            if (lastOfBatch is null)
                break;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return deleted;
    }

    private Task<bool> TakeLeaseAsync(Guid instance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return leases.TakeAsync(LeaseName, instance, now, now.AddSeconds(_options.IntervalSeconds), cancellationToken);
    }
}
