using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Events;
using Auth.Application.Metrics;
using Auth.Application.Users;
using Auth.Domain.Events;
using Auth.Domain.Registration;
using Auth.Domain.Users;

namespace Auth.Application.Registration;

/// <summary>Registers users who were invited.</summary>
public sealed class InvitedRegistrar(
    Inviter inviter,
    IInvitationRepository invitations,
    UserRegistrar registrar,
    JwtCodec jwt,
    AccountEventPublisher events,
    AuthMetrics metrics)
{
    /// <summary>
    /// Registers a user with the token of an invitation. The user is verified, because the token was mailed to the address.
    /// </summary>
    /// <param name="email">The e-mail address, which must be the invited one.</param>
    /// <param name="password">The password.</param>
    /// <param name="properties">The properties of the user.</param>
    /// <param name="token">The token; null if it is missing.</param>
    /// <returns>
    /// The user; <see cref="AuthError.RegisterInvalidInvitation"/>, <see cref="AuthError.RegisterInvalidPassword"/> or
    /// <see cref="AuthError.RegisterUserAlreadyExists"/>, checked in this order. After the last two, the token remains valid.
    /// </returns>
    public async Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, UserChanges properties, string? token, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token ?? "", JwtAudiences.Invite);
        if (reading.Value is not { Subject: { } id } claims || claims.GetString(Inviter.EmailClaim) is not { } invited)
            return Refuse(reading.Refusal ?? TokenRefusal.Malformed);

        // Before the password is hashed, and again in the transaction.
        if (EmailAddress.Normalize(invited) != email.Normalized || !await IsValidAsync(cancellationToken))
            return Refuse(TokenRefusal.Outdated);
        return await registrar.RegisterAsync(email, password, properties with { IsVerified = true }, AdmitAsync, cancellationToken);

        async Task<bool> IsValidAsync(CancellationToken cancellation) =>
            (await inviter.FindValidAsync(email.Value, cancellation))?.Id == id;

        // Of several registrations at once, one deletes the invitation.
        async Task<AuthError?> AdmitAsync(User user, CancellationToken cancellation)
        {
            if (!await IsValidAsync(cancellation) || !await invitations.DeleteAsync(id, cancellation))
                return Refuse(TokenRefusal.Outdated);
            await events.PublishAsync(new InvitationAccepted(user, id), cancellation);
            return null;
        }
    }

    private AuthError Refuse(TokenRefusal reason)
    {
        metrics.CountRefusedToken(TokenKind.Invite, reason);
        return AuthError.RegisterInvalidInvitation;
    }
}

/// <summary>
/// Deletes the invitation for the address of a deleted user. An invitation can be unused if the user was created by other means.
/// </summary>
internal sealed class InvitationListener(IInvitationRepository invitations) : IAccountEventListener
{
    public async Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken)
    {
        if (happened is UserDeleted { User: { } user }
            && await invitations.FindAsync(user.Email, cancellationToken) is { } invitation)
        {
            await invitations.DeleteAsync(invitation.Id, cancellationToken);
        }
    }
}
