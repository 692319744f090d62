namespace Auth.Application.Mail;

/// <summary>A kind of mail whose texts an operator can replace by files, see <see cref="CustomTemplates"/>.</summary>
internal sealed class MailTemplateKind
{
    /// <summary>The recipient's address.</summary>
    public const string Email = "email";

    /// <summary>The token.</summary>
    public const string Token = "token";

    /// <summary>The link that contains the token.</summary>
    public const string Link = "link";

    /// <summary>The lifetime of the token, in English.</summary>
    public const string Lifetime = "lifetime";

    /// <summary>The end of the token's lifetime.</summary>
    public const string Expires = "expires";

    /// <summary>The six-digit code of a login.</summary>
    public const string Code = "code";

    /// <summary>The changed members, in English.</summary>
    public const string Change = "change";

    /// <summary>The time of the change.</summary>
    public const string Time = "time";

    /// <summary>A verification token.</summary>
    public static readonly MailTemplateKind Verification =
        new("verification", [Email], nameof(EmailOptions.VerifyUrl), email => email.VerifyUrl);

    /// <summary>A reset token.</summary>
    public static readonly MailTemplateKind Reset = new("reset", [Email], nameof(EmailOptions.ResetUrl), email => email.ResetUrl);

    /// <summary>An invitation to register.</summary>
    public static readonly MailTemplateKind Invitation =
        new("invitation", [Email], nameof(EmailOptions.InviteUrl), email => email.InviteUrl);

    /// <summary>
    /// A login by mail. A body needs the code only: a link can be missing, and a request can choose its URL.
    /// </summary>
    public static readonly MailTemplateKind MagicLink = new("magic-link", [Email, Lifetime, Expires])
    {
        InBody = [Email, Lifetime, Expires, Code, Token, Link],
    };

    /// <summary>A notice that the password was changed, and not the address.</summary>
    public static readonly MailTemplateKind PasswordChanged = new("password-changed", [Email, Change, Time]);

    /// <summary>A notice that the address was changed.</summary>
    public static readonly MailTemplateKind EmailChanged = new("email-changed", [Email, Change, Time]);

    /// <summary>A notice that the address was changed, with a token that restores it.</summary>
    public static readonly MailTemplateKind EmailChangedRecoverable = new(
        "email-changed-recoverable", [Email, Change, Time], nameof(EmailOptions.RecoverUrl), email => email.RecoverUrl);

    private MailTemplateKind(
        string name, IEnumerable<string> placeholders, string? urlSetting = null, Func<EmailOptions, string?>? url = null)
    {
        (Name, UrlSetting, UrlOf) = (name, urlSetting, url ?? (_ => null));
        InSubject = urlSetting is null ? [.. placeholders] : [.. placeholders, Lifetime, Expires];

        // Subjects appear in logs of mail servers and in notifications.
        InBody = urlSetting is null ? InSubject : [.. InSubject, Token, Link];
    }

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<MailTemplateKind> All { get; } =
        [Verification, Reset, Invitation, MagicLink, PasswordChanged, EmailChanged, EmailChangedRecoverable];

    /// <summary>The name in the names of files.</summary>
    public string Name { get; }

    /// <summary>The setting of the page that the link leads to; null for a mail without a token.</summary>
    public string? UrlSetting { get; }

    /// <summary>Returns the page that the link leads to, if any.</summary>
    public Func<EmailOptions, string?> UrlOf { get; }

    /// <summary>The placeholders of a subject.</summary>
    public IReadOnlyList<string> InSubject { get; }

    /// <summary>The placeholders of a body. One of the token and the link is required.</summary>
    public IReadOnlyList<string> InBody { get; private init; }
}
