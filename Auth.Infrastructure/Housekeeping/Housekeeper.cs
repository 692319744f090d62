using System.Linq.Expressions;
using Auth.Application;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Audit;
using Auth.Domain.Credentials;
using Auth.Domain.Mail;
using Auth.Domain.Registration;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>
/// Deletes expired data: sessions with their refresh tokens, login budgets, and old events of the audit trail. Each statement
/// deletes a small batch: SQLite allows one writer at a time, and SQL Server locks the whole table from about 5,000 rows.
/// </summary>
internal sealed class Housekeeper(
    AuthDbContext database, Leases leases, IOptions<HousekeepingOptions> options, IOptions<AuthOptions> auth, TimeProvider time,
    TotpSecretRenewal secrets)
{
    /// <summary>
    /// The number of rows that a statement deletes. Budgets or events that expire at the same moment can exceed it slightly.
    /// </summary>
    public const int BatchSize = 500;

    private const string LeaseName = "housekeeping";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HousekeepingOptions _options = options.Value;

    /// <summary>Deletes all expired data, unless another instance is doing so or has done so within the interval.</summary>
    /// <returns>The number of deleted sessions, budgets and events.</returns>
    public async Task<int> RunAsync(Guid instance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await TakeLeaseAsync(instance, cancellationToken))
            await secrets.RunAsync(cancellationToken);
        var keptSince = now.AddDays(-_options.KeepSessionsDays);
        return await DeleteSessionsAsync(
                database.Sessions.Where(session => session.ExpiresAt <= keptSince), instance, cancellationToken)
            + await DeleteSessionsAsync(
                database.Sessions.Where(session => session.EndedAt <= keptSince), instance, cancellationToken)
            + await DeleteAsync<AccessToken>(token => token.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<LoginBudget>(budget => budget.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<AuditEvent>(happened => happened.OccurredAt, now.AddDays(-auth.Value.Audit.KeepDays), instance, cancellationToken)
            + await DeleteAsync<MailCooldown>(cooldown => cooldown.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<LoginCode>(code => code.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<UsedLoginState>(state => state.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<MagicLink>(link => link.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<TrustedDevice>(device => device.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<Invitation>(invitation => invitation.ExpiresAt, now, instance, cancellationToken)
            + await DeleteAsync<TransactionMarker>(marker => marker.CreatedAt, now.AddHours(-1), instance, cancellationToken);
    }

    /// <summary>
    /// Deletes sessions, and their refresh tokens first. A session can have thousands of tokens, which a cascading delete would
    /// remove in one statement.
    /// </summary>
    private async Task<int> DeleteSessionsAsync(
        IQueryable<Session> expired, Guid instance, CancellationToken cancellationToken)
    {
        var tokens = database.RefreshTokens.Where(token => expired.Any(session => session.Id == token.SessionId));
        await DeleteInBatchesAsync(tokens, instance, cancellationToken);
        return await DeleteInBatchesAsync(expired, instance, cancellationToken);
    }

    private async Task<int> DeleteInBatchesAsync<T>(IQueryable<T> rows, Guid instance, CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (await TakeLeaseAsync(instance, cancellationToken))
        {
            var batch = await rows.Take(BatchSize).ExecuteDeleteAsync(cancellationToken);
            deleted += batch;
            if (batch < BatchSize)
                break;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return deleted;
    }

    /// <summary>Deletes the rows whose time is not after a time.</summary>
    private async Task<int> DeleteAsync<T>(
        Expression<Func<T, DateTimeOffset>> timeOf, DateTimeOffset until, Guid instance, CancellationToken cancellationToken)
        where T : class
    {
        var deleted = 0;
        while (await TakeLeaseAsync(instance, cancellationToken))
        {
            // Deletes a range of one index. LIMIT would require reading the keys of the rows first.
            var lastOfBatch = await Until(until).Select(timeOf).OrderBy(end => end).Skip(BatchSize - 1)
                .Select(end => (DateTimeOffset?)end).FirstOrDefaultAsync(cancellationToken);
            deleted += await Until(lastOfBatch ?? until).ExecuteDeleteAsync(cancellationToken);
            if (lastOfBatch is null)
                break;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return deleted;

        IQueryable<T> Until(DateTimeOffset last)
        {
            // A captured variable becomes a parameter of the statement.
            Expression<Func<DateTimeOffset>> parameter = () => last;
            return database.Set<T>().Where(Expression.Lambda<Func<T, bool>>(
                Expression.LessThanOrEqual(timeOf.Body, parameter.Body), timeOf.Parameters));
        }
    }

    private Task<bool> TakeLeaseAsync(Guid instance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return leases.TakeAsync(LeaseName, instance, now, now.AddSeconds(_options.IntervalSeconds), cancellationToken);
    }
}
