using System.Text.Json;
using Auth.Application.Users;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Mail;

/// <summary>Writes the message of a mail in the outbox. Tokens are issued here, so that no token is stored.</summary>
internal sealed class MailWriter(
    IUserRepository users,
    UserVerifier verifier,
    PasswordResetter resetter,
    EmailRecoverer recoverer,
    IOptions<AuthOptions> options)
{
    /// <summary>Returns the message; null if the mail is obsolete because the account has changed.</summary>
    public async Task<EmailMessage?> WriteAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        var message = mail.Kind is MailKind.AccountChanged
            ? WriteNotice(mail)
            : await WriteTokenMailAsync(mail, cancellationToken);
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

        return mail.Kind switch
        {
            MailKind.Reset => MailTemplates.Reset(user.Email, resetter.IssueToken(user), options.Value),
            MailKind.Verification when !user.IsVerified =>
                MailTemplates.Verification(user.Email, verifier.IssueToken(user), options.Value),
            _ => null,
        };
    }

    private EmailMessage WriteNotice(OutboxMail mail)
    {
        var change = JsonSerializer.Deserialize<AccountChange>(mail.Data!)!;
        var token = change.IsRecoverable && mail.UserId is { } userId ? recoverer.IssueToken(userId, mail.Recipient) : null;
        return NoticeTemplates.Changed(mail.Recipient, change, token, options.Value);
    }
}
