using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>What to change of a user: what is null stays as it is.</summary>
public sealed record UserChanges
{
    /// <summary>Another address, which makes the user unverified unless <see cref="IsVerified"/> says otherwise.</summary>
    public EmailAddress? Email { get; init; }

    /// <summary>Whether there is another password.</summary>
    public bool ChangesPassword { get; init; }

    /// <summary>Whether <see cref="Name"/> counts; without it, a null name could not be told from an absent one.</summary>
    public bool ChangesName { get; init; }

    /// <summary>Another name, or null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the user may log in.</summary>
    public bool? IsActive { get; init; }

    /// <summary>Whether the user manages other users.</summary>
    public bool? IsSuperuser { get; init; }

    /// <summary>Whether the user's address is verified.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Makes the changes, except the password's, whose hash takes time to make.</summary>
    internal void ApplyTo(User user)
    {
        if (Email is not null)
            user.ChangeEmail(Email);
        if (ChangesName)
            user.Rename(Name);
        if (IsActive is { } active)
            user.SetActive(active);
        if (IsSuperuser is { } superuser)
            user.SetSuperuser(superuser);
        if (IsVerified is { } verified)
            user.SetVerified(verified);
    }
}
