using System.Globalization;
using System.Text.Json;
using Auth.Application.Login.MagicLinks;
using Auth.Application.Registration;
using Auth.Application.Users;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Mail;

/// <summary>
/// Writes the message of a mail in the outbox, from the built-in texts and those of the operator. Tokens are issued here, so that
/// no token is stored.
/// </summary>
internal sealed class MailWriter(
    IUserRepository users,
    UserVerifier verifier,
    PasswordResetter resetter,
    EmailRecoverer recoverer,
    Inviter inviter,
    MagicLinkMails magicLinks,
    CustomTemplates templates,
    IOptions<AuthOptions> options,
    TimeProvider time)
{
    /// <summary>Returns the message; null if the mail is obsolete because the account has changed.</summary>
    public async Task<EmailMessage?> WriteAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        var message = mail.Kind switch
        {
            MailKind.AccountChanged => WriteNotice(mail),
            MailKind.Invitation => await WriteInvitationAsync(mail, cancellationToken),
            _ => await WriteTokenMailAsync(mail, cancellationToken),
        };
        return message is null ? null : message with { Id = mail.Id, CreatedAt = mail.CreatedAt };
    }

    private async Task<EmailMessage?> WriteTokenMailAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        if (mail.UserId is not { } id
            || await users.FindAsync(id, cancellationToken) is not { IsActive: true } user
            || user.Email != mail.Recipient)
        {
            return null;
        }

        switch (mail.Kind)
        {
            case MailKind.Reset:
                var reset = resetter.IssueToken(user);
                return templates.Apply(
                    MailTemplates.Reset(user.Email, reset, options.Value),
                    MailTemplateKind.Reset,
                    ValuesOf(user.Email, MailTemplateKind.Reset, reset, options.Value.Jwt.ResetLifetimeSeconds));
            case MailKind.MagicLink when await magicLinks.FindContentAsync(mail, cancellationToken) is { } content:
                var values = ValuesOf(user.Email, MailTemplateKind.MagicLink, content.Token, content.Seconds);
                values[MailTemplateKind.Code] = content.Code;
                values[MailTemplateKind.Link] = content.Url ?? "";
                return templates.Apply(MailTemplates.MagicLink(user.Email, content), MailTemplateKind.MagicLink, values);
            case MailKind.Verification when !user.IsVerified:
                var verification = verifier.IssueToken(user);
                return templates.Apply(
                    MailTemplates.Verification(user.Email, verification, options.Value),
                    MailTemplateKind.Verification,
                    ValuesOf(
                        user.Email, MailTemplateKind.Verification, verification, options.Value.Jwt.VerificationLifetimeSeconds));
            default:
                return null;
        }
    }

    private async Task<EmailMessage?> WriteInvitationAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        if (await inviter.IssueTokenAsync(mail, cancellationToken) is not var (token, lifetime))
            return null;
        return templates.Apply(
            MailTemplates.Invitation(mail.Recipient, token, lifetime, options.Value),
            MailTemplateKind.Invitation,
            ValuesOf(mail.Recipient, MailTemplateKind.Invitation, token, lifetime));
    }

    private EmailMessage WriteNotice(OutboxMail mail)
    {
        var change = JsonSerializer.Deserialize<AccountChange>(mail.Data!)!;
        if (change.IsOfExternalLogin)
            return NoticeTemplates.ExternalLogin(mail.Recipient, change);
        if (change.SecondFactor is { } factor)
            return NoticeTemplates.SecondFactor(mail.Recipient, factor, change.At);
        var token = change.IsRecoverable && mail.UserId is { } userId ? recoverer.IssueToken(userId, mail.Recipient) : null;
        var kind = token is not null ? MailTemplateKind.EmailChangedRecoverable
            : change.Email ? MailTemplateKind.EmailChanged
            : MailTemplateKind.PasswordChanged;
        var values = ValuesOf(mail.Recipient, kind, token, options.Value.Jwt.RecoverEmailLifetimeSeconds);
        values[MailTemplateKind.Change] = NoticeTemplates.MembersOf(change);
        values[MailTemplateKind.Time] = Format(change.At);
        return templates.Apply(NoticeTemplates.Changed(mail.Recipient, change, token, options.Value), kind, values);
    }

    private Dictionary<string, string> ValuesOf(string email, MailTemplateKind kind, string? token, int lifetime)
    {
        var values = new Dictionary<string, string> { [MailTemplateKind.Email] = email };
        if (token is null)
            return values;
        values[MailTemplateKind.Token] = token;
        values[MailTemplateKind.Link] = kind.UrlOf(options.Value.Email)?.Replace("{token}", token, StringComparison.Ordinal) ?? "";
        values[MailTemplateKind.Lifetime] = MailTemplates.Lifetime(lifetime);
        values[MailTemplateKind.Expires] = Format(time.GetUtcNow().AddSeconds(lifetime));
        return values;
    }

    // The order of ISO 8601, which readers of every language understand.
    private static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
