using Auth.Application.Events;
using Auth.Application.Registration;
using Auth.Application.Users;
using Auth.Domain.Events;
using Auth.Domain.Registration;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>Registers the users of unknown accounts at external providers, if they may register.</summary>
public sealed class ExternalRegistrar(
    UserRegistrar registrar, Inviter inviter, IInvitationRepository invitations, AccountEventPublisher events,
    IOptions<AuthOptions> options)
{
    /// <summary>Registers a user without a password in the current unit of work.</summary>
    /// <param name="email">The e-mail address, which no other user has.</param>
    /// <param name="isProved">Whether the provider states that the address is verified.</param>
    /// <param name="rules">Whether such a user is verified.</param>
    /// <returns>
    /// The user. <see cref="AuthError.OAuthRegistrationClosed"/> if registration is closed, or requires an invitation to a verified
    /// address.
    /// </returns>
    internal async Task<Result<User>> RegisterAsync(
        EmailAddress email, bool isProved, AccountRules rules, CancellationToken cancellationToken)
    {
        Guid? invitation = null;
        if (options.Value.Registration.Mode is not RegistrationMode.Open)
        {
            invitation = isProved && options.Value.Registration.Mode is RegistrationMode.Invite
                ? (await inviter.FindValidAsync(email.Value, cancellationToken))?.Id
                : null;

            // Of several registrations at once, one deletes the invitation.
            if (invitation is not { } id || !await invitations.DeleteAsync(id, cancellationToken))
                return AuthError.OAuthRegistrationClosed;
        }

        var user = await registrar.AddWithoutPasswordAsync(email, isProved && rules.IsVerifiedByDefault, cancellationToken);
        if (invitation is { } accepted)
            await events.PublishAsync(new InvitationAccepted(user, accepted), cancellationToken);
        return user;
    }
}
