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
    ProfileReader profiles, IOptions<AuthOptions> options)
{
    /// <summary>Registers a user without a password in the current unit of work.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="account">The account, whose profile supplies the name and the user fields.</param>
    /// <param name="email">The e-mail address of the account, which no other user has.</param>
    /// <param name="rules">Whether such a user is verified.</param>
    /// <returns>
    /// The user. <see cref="AuthError.OAuthRegistrationClosed"/> if registration is closed, or requires an invitation to a verified
    /// address.
    /// </returns>
    internal async Task<Result<User>> RegisterAsync(
        string provider, ExternalAccount account, EmailAddress email, AccountRules rules, CancellationToken cancellationToken)
    {
        var isProved = account.IsEmailVerified;
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

        var properties = profiles.Read(provider, account) with { IsVerified = isProved && rules.IsVerifiedByDefault };
        var user = await registrar.AddWithoutPasswordAsync(email, properties, cancellationToken);
        if (invitation is { } accepted)
            await events.PublishAsync(new InvitationAccepted(user, accepted), cancellationToken);
        return user;
    }
}
