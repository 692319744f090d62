using Auth.Application.Users;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Email;

/// <summary>Mails verification and reset tokens to the users who asked for them.</summary>
internal sealed class TokenMailer(IEmailSender sender, IOptions<AuthOptions> options) : IUserEvents
{
    public Task AfterRequestVerifyAsync(User user, string token, CancellationToken cancellationToken) =>
        sender.SendAsync(MailTemplates.Verification(user.Email, token, options.Value), cancellationToken);

    public Task AfterForgotPasswordAsync(User user, string token, CancellationToken cancellationToken) =>
        sender.SendAsync(MailTemplates.Reset(user.Email, token, options.Value), cancellationToken);
}
