namespace Auth.Domain.Mail;

/// <summary>The queue of outgoing mail, shared by all processes.</summary>
public interface IMailOutbox
{
    /// <summary>Adds a mail to the current unit of work.</summary>
    void Add(OutboxMail mail);

    /// <summary>Counts the mails that are waiting, up to a limit.</summary>
    Task<int> CountAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Counts the mails of a kind that are waiting, up to a limit.</summary>
    Task<int> CountAsync(MailKind kind, int limit, CancellationToken cancellationToken);

    /// <summary>Leases mails that are due: security notices first, then by age. No other process sends leased mails.</summary>
    /// <param name="limit">The maximum number of mails.</param>
    /// <param name="includeRetries">Whether to include mails that an earlier attempt has not delivered.</param>
    /// <param name="now">The current time.</param>
    /// <param name="until">The end of the lease.</param>
    /// <param name="latest">
    /// The latest possible due time. A mail with a later due time is due now, because the clock has been set back.
    /// </param>
    Task<IReadOnlyList<OutboxMail>> LeaseAsync(
        int limit, bool includeRetries, DateTimeOffset now, DateTimeOffset until, DateTimeOffset latest,
        CancellationToken cancellationToken);

    /// <summary>Deletes a mail.</summary>
    /// <returns>False if the mail was already deleted.</returns>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Sets the time of the next attempt, unless another process has leased the mail since.</summary>
    Task PostponeAsync(OutboxMail leased, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Starts the cooldown of a recipient, unless one is running.</summary>
    /// <param name="key">A keyed hash of the recipient and the purpose.</param>
    /// <param name="now">The current time.</param>
    /// <param name="first">The length of the first cooldown. Each further cooldown is twice as long.</param>
    /// <param name="max">The length of the longest cooldown.</param>
    /// <returns>False while a cooldown is running.</returns>
    Task<bool> TryStartCooldownAsync(
        byte[] key, DateTimeOffset now, TimeSpan first, TimeSpan max, CancellationToken cancellationToken);
}
