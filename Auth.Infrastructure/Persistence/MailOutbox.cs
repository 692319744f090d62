using Auth.Domain.Mail;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>The mails that are to be sent, in a relational database.</summary>
internal sealed class MailOutbox(AuthDbContext database) : IMailOutbox
{
    private DbSet<OutboxMail> Mails => database.Set<OutboxMail>();

    private DbSet<MailCooldown> Cooldowns => database.Set<MailCooldown>();

    public void Add(OutboxMail mail) => Mails.Add(mail);

    // The order has no effect on the count, but EF Core warns of a limit without one.
    public Task<int> CountAsync(int limit, CancellationToken cancellationToken) =>
        Mails.OrderBy(mail => mail.Id).Take(limit).CountAsync(cancellationToken);

    public Task<int> CountAsync(MailKind kind, int limit, CancellationToken cancellationToken) =>
        Mails.Where(mail => mail.Kind == kind).OrderBy(mail => mail.Id).Take(limit).CountAsync(cancellationToken);

    public async Task<IReadOnlyList<OutboxMail>> LeaseAsync(
        int limit, bool includeRetries, DateTimeOffset now, DateTimeOffset until, DateTimeOffset latest,
        CancellationToken cancellationToken)
    {
        var leased = new List<OutboxMail>();
        foreach (var range in DueRanges(includeRetries, now, latest))
        {
            bool hasMore;
            do
            {
                var missing = limit - leased.Count;
                var due = await range.OrderBy(mail => mail.DueAt).Take(missing).ToListAsync(cancellationToken);
                foreach (var found in due)
                {
                    if (await TryLeaseAsync(found, until, cancellationToken))
                        leased.Add(found.Leased(until));
                }

                hasMore = due.Count == missing;
            }
            while (hasMore && leased.Count < limit);
            if (leased.Count == limit)
                break;
        }

        return leased;
    }

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        await Mails.Where(mail => mail.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;

    public Task PostponeAsync(OutboxMail leased, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        Mails.Where(mail => mail.Id == leased.Id && mail.DueAt == leased.DueAt).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, dueAt), cancellationToken);

    public async Task<bool> TryStartCooldownAsync(
        byte[] key, DateTimeOffset now, TimeSpan first, TimeSpan max, CancellationToken cancellationToken)
    {
        // Between the read and the write, housekeeping can delete an expired row, and another process can start the cooldown.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var stored = await Cooldowns.AsNoTracking().FirstOrDefaultAsync(cooldown => cooldown.Key == key, cancellationToken);

            // A time further away than the longest cooldown stems from a clock that was set back since.
            if (stored is not null && stored.Until > now && stored.Until <= now + max)
                return false;
            var sent = stored is null || stored.ExpiresAt <= now ? 0 : stored.Sent;
            var length = TimeSpan.FromSeconds(Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(sent, 30)), max.TotalSeconds));
            var (until, expiresAt) = (now + length, now + length + MailCooldown.Memory);
            if (stored is null)
                return await database.TryInsertAsync(MailCooldown.Start(key, until, expiresAt), cancellationToken);
            var updated = await Cooldowns.Where(cooldown => cooldown.Key == key && cooldown.Until == stored.Until).ExecuteUpdateAsync(
                set => set.SetProperty(cooldown => cooldown.Sent, sent + 1)
                    .SetProperty(cooldown => cooldown.Until, until)
                    .SetProperty(cooldown => cooldown.ExpiresAt, expiresAt),
                cancellationToken);
            if (updated == 1)
                return true;
        }

        return false;
    }

    /// <summary>The mails that are due, in ranges of the index that are read one after another: notices come first.</summary>
    private IEnumerable<IQueryable<OutboxMail>> DueRanges(bool includeRetries, DateTimeOffset now, DateTimeOffset latest)
    {
        foreach (var isNotice in new[] { true, false })
        {
            var mails = Mails.AsNoTracking().Where(mail => mail.IsNotice == isNotice);
            if (!includeRetries)
                mails = mails.Where(mail => mail.Attempts == 0);
            yield return mails.Where(mail => mail.DueAt <= now);
            yield return mails.Where(mail => mail.DueAt > latest);
        }
    }

    /// <summary>Leases a mail, unless another process has leased it since it was read.</summary>
    private async Task<bool> TryLeaseAsync(OutboxMail found, DateTimeOffset until, CancellationToken cancellationToken) =>
        await Mails.Where(mail => mail.Id == found.Id && mail.DueAt == found.DueAt).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, until).SetProperty(mail => mail.Attempts, mail => mail.Attempts + 1),
            cancellationToken) == 1;
}
