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
        int limit, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var due = await Mails.AsNoTracking().Where(mail => mail.DueAt <= now)
            .OrderByDescending(mail => mail.IsNotice).ThenBy(mail => mail.DueAt)
            .Take(limit).ToListAsync(cancellationToken);
        var leased = new List<OutboxMail>();
        foreach (var found in due)
        {
            // Another process may have leased it since.
            var isLeased = await Mails.Where(mail => mail.Id == found.Id && mail.DueAt == found.DueAt).ExecuteUpdateAsync(
                set => set.SetProperty(mail => mail.DueAt, until).SetProperty(mail => mail.Attempts, mail => mail.Attempts + 1),
                cancellationToken) == 1;
            if (isLeased)
                leased.Add(found.Leased());
        }

        return leased;
    }

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        Mails.Where(mail => mail.Id == id).ExecuteDeleteAsync(cancellationToken);

    public Task PostponeAsync(Guid id, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        Mails.Where(mail => mail.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, dueAt), cancellationToken);

    public async Task<bool> TryStartCooldownAsync(
        byte[] key, DateTimeOffset now, TimeSpan first, TimeSpan max, CancellationToken cancellationToken)
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
        return await Cooldowns.Where(cooldown => cooldown.Key == key && cooldown.Until == stored.Until).ExecuteUpdateAsync(
            set => set.SetProperty(cooldown => cooldown.Sent, sent + 1)
                .SetProperty(cooldown => cooldown.Until, until)
                .SetProperty(cooldown => cooldown.ExpiresAt, expiresAt),
            cancellationToken) == 1;
    }
}
