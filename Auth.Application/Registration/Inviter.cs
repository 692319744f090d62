using Auth.Application.Backends.Jwt;
using Auth.Application.Events;
using Auth.Application.Mail;
using Auth.Domain.Events;
using Auth.Domain.Mail;
using Auth.Domain.Registration;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Registration;

/// <summary>Invites people to register.</summary>
public sealed class Inviter(
    IInvitationRepository invitations,
    IUserRepository users,
    IMailOutbox outbox,
    MailCooldowns cooldowns,
    MailSignal signal,
    JwtCodec jwt,
    Caller caller,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    IOptions<AuthOptions> options,
    TimeProvider time)
{
    internal const string EmailClaim = "email";

    /// <summary>Whether people can be invited.</summary>
    public bool IsEnabled => options.Value.Registration.Mode is RegistrationMode.Invite;

    /// <summary>Invites an address at once, for an operator.</summary>
    /// <returns>The invitation; <see cref="AuthError.RegisterUserAlreadyExists"/>.</returns>
    public async Task<Result<Invitation>> InviteAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        var invited = await unitOfWork.ExecuteAsync<Invitation>(
            async token => await users.FindByEmailAsync(email.Value, token) is null
                ? await AddAsync(email.Value, inviterId: null, token)
                : AuthError.RegisterUserAlreadyExists,
            cancellationToken);
        signal.Set();
        return invited;
    }

    /// <summary>
    /// Replaces the request of a superuser with an invitation and its mail, if the superuser may still invite, and the address is
    /// not registered.
    /// </summary>
    internal async Task AnswerAsync(OutboxMail request, CancellationToken cancellationToken)
    {
        caller.Continue(request.Data);
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                if (await outbox.DeleteAsync(request.Id, token) && IsEnabled
                    && caller.UserId is { } inviterId && await MayInviteAsync(inviterId, token)
                    && await users.FindByEmailAsync(request.Recipient, token) is null
                    && await cooldowns.TryStartAsync($"{request.Kind} {EmailAddress.Normalize(request.Recipient)}", token))
                {
                    await AddAsync(request.Recipient, inviterId, token);
                }
            },
            cancellationToken);
        signal.Set();
    }

    /// <summary>Issues the token of an invitation.</summary>
    /// <returns>
    /// The token and its lifetime in seconds; null if the invitation is expired, used, replaced or no longer valid.
    /// </returns>
    internal async Task<(string Token, int Lifetime)?> IssueTokenAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        if (!IsEnabled || await FindValidAsync(mail.Recipient, cancellationToken) is not { } invitation
            || mail.Data != invitation.Id.ToString("D"))
        {
            return null;
        }

        var lifetime = (int)(invitation.ExpiresAt - time.GetUtcNow()).TotalSeconds;
        return lifetime < 1 ? null : (jwt.Write(
            invitation.Id, JwtAudiences.Invite, TimeSpan.FromSeconds(lifetime), new() { [EmailClaim] = mail.Recipient }), lifetime);
    }

    /// <summary>Returns the invitation for an address, unless it is expired or its sender may no longer invite.</summary>
    internal async Task<Invitation?> FindValidAsync(string email, CancellationToken cancellationToken) =>
        await invitations.FindAsync(email, cancellationToken) is { } invitation && invitation.ExpiresAt > time.GetUtcNow()
            && (invitation.InviterId is not { } inviterId || await MayInviteAsync(inviterId, cancellationToken))
            ? invitation
            : null;

    private async Task<bool> MayInviteAsync(Guid userId, CancellationToken cancellationToken) =>
        await users.FindAsync(userId, cancellationToken) is { IsActiveSuperuser: true } user
        && (user.IsVerified || !options.Value.UsersRequireVerification);

    private async Task<Invitation> AddAsync(string email, Guid? inviterId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var invitation = Invitation.Create(
            email, inviterId, now.AddSeconds(options.Value.Registration.InvitationLifetimeSeconds));
        await invitations.ReplaceAsync(invitation, cancellationToken);
        await events.PublishAsync(new InvitationSent(invitation.Id), cancellationToken);
        outbox.Add(OutboxMail.Create(
            MailKind.Invitation, email, userId: null, invitation.Id.ToString("D"), isNotice: false, now));
        return invitation;
    }
}
