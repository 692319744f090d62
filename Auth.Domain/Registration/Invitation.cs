using Auth.Domain.Users;

namespace Auth.Domain.Registration;

/// <summary>
/// An invitation to register with an e-mail address. An address has at most one: a newer one replaces it, and a registration deletes
/// it, so that its token is valid once.
/// </summary>
public sealed class Invitation
{
    private Invitation()
    {
    }

    /// <summary>A UUID, which is in the token.</summary>
    public Guid Id { get; private init; }

    /// <summary>The invited address in the form of <see cref="EmailAddress.Normalized"/>.</summary>
    public string NormalizedEmail { get; private init; } = "";

    /// <summary>The superuser who sent the invitation; null for an operator.</summary>
    public Guid? InviterId { get; private init; }

    /// <summary>The end of the invitation, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Creates an invitation.</summary>
    public static Invitation Create(string email, Guid? inviterId, DateTimeOffset expiresAt) => new()
    {
        Id = Guid.NewGuid(),
        NormalizedEmail = EmailAddress.Normalize(email),
        InviterId = inviterId,
        ExpiresAt = expiresAt,
    };
}

/// <summary>Stores invitations.</summary>
public interface IInvitationRepository
{
    /// <summary>Adds an invitation to the current unit of work, and deletes an earlier one for the same address.</summary>
    Task ReplaceAsync(Invitation invitation, CancellationToken cancellationToken);

    /// <summary>Returns the invitation for an address, without regard to case; null if there is none.</summary>
    Task<Invitation?> FindAsync(string email, CancellationToken cancellationToken);

    /// <summary>Deletes an invitation.</summary>
    /// <returns>False if it is already deleted.</returns>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);
}
