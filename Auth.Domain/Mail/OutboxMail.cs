namespace Auth.Domain.Mail;

/// <summary>
/// An outgoing mail. It is stored with the change that causes it and deleted after it is sent. It contains no token: tokens are
/// issued when the message is written.
/// </summary>
public sealed class OutboxMail
{
    private OutboxMail()
    {
    }

    /// <summary>A UUID that also identifies the message to mail servers.</summary>
    public Guid Id { get; private init; }

    /// <summary>The kind of mail.</summary>
    public MailKind Kind { get; private init; }

    /// <summary>Whether the mail is a security notice, which is sent before other mail.</summary>
    public bool IsNotice { get; private init; }

    /// <summary>The recipient's address. For a request, the requested address, whether or not it is registered.</summary>
    public string Recipient { get; private init; } = "";

    /// <summary>The user, if known.</summary>
    public Guid? UserId { get; private init; }

    /// <summary>Additional data, see <see cref="MailKind"/>.</summary>
    public string? Data { get; private init; }

    /// <summary>The time at which the mail was stored, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The time of the next attempt, in UTC. While a worker sends the mail, this is the end of its lease.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>The number of attempts so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>Creates a mail that is due now.</summary>
    public static OutboxMail Create(
        MailKind kind, string recipient, Guid? userId, string? data, bool isNotice, DateTimeOffset now) => new()
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            IsNotice = isNotice,
            Recipient = recipient,
            UserId = userId,
            Data = data,
            CreatedAt = now,
            DueAt = now,
        };

    /// <summary>Returns the mail as stored by the worker that has just leased it.</summary>
    /// <param name="until">The end of the lease.</param>
    public OutboxMail Leased(DateTimeOffset until)
    {
        Attempts++;
        DueAt = until;
        return this;
    }
}

/// <summary>The kinds of mail. The numbers are stored and never change.</summary>
public enum MailKind
{
    /// <summary>A request for a verification token for an address. The data is the caller.</summary>
    VerificationRequest = 1,

    /// <summary>A request for a reset token for an address. The data is the caller.</summary>
    ResetRequest = 2,

    /// <summary>A verification token for a user.</summary>
    Verification = 3,

    /// <summary>A reset token for a user.</summary>
    Reset = 4,

    /// <summary>A notice that the e-mail address or the password was changed. The data is the change.</summary>
    AccountChanged = 5,

    /// <summary>A superuser's request to invite an address. The data is the caller.</summary>
    InvitationRequest = 11,

    /// <summary>An invitation. The data is its id.</summary>
    Invitation = 12,

    /// <summary>A request for a login by mail. The data is the caller and the request.</summary>
    MagicLinkRequest = 21,

    /// <summary>A login by mail. The data is the request.</summary>
    MagicLink = 22,
}
