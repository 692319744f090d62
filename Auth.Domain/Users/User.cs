namespace Auth.Domain.Users;

/// <summary>A person who may log in.</summary>
public sealed class User
{
    private User()
    {
    }

    /// <summary>A version 4 UUID, given once and never reused.</summary>
    public Guid Id { get; private init; }

    /// <summary>The address that mail goes to, as the user spelt it.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The address without regard to case; no two users have the same.</summary>
    public string NormalizedEmail { get; private set; } = "";

    /// <summary>The password's hash: algorithm, parameters, salt and digest.</summary>
    public string HashedPassword { get; private set; } = "";

    /// <summary>
    /// When the password was last changed here, in UTC; null when it never was. A stronger hash of the same is no change.
    /// </summary>
    public DateTimeOffset? PasswordChangedAt { get; private set; }

    /// <summary>What the user is called; anything, or nothing.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether the user may log in at all.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the user may manage other users.</summary>
    public bool IsSuperuser { get; private set; }

    /// <summary>Whether the user has shown that mail to <see cref="Email"/> reaches them.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>A new user: active, not verified, nameless, with no rights over others.</summary>
    public static User Create(EmailAddress email, string hashedPassword) => new()
    {
        Id = Guid.NewGuid(),
        Email = email.Value,
        NormalizedEmail = email.Normalized,
        HashedPassword = hashedPassword,
        IsActive = true,
    };

    /// <summary>A user as stored, for those who read rows themselves.</summary>
    public static User Restore(
        Guid id,
        string email,
        string normalizedEmail,
        string hashedPassword,
        DateTimeOffset? passwordChangedAt,
        string? name,
        bool isActive,
        bool isSuperuser,
        bool isVerified) => new()
        {
            Id = id,
            Email = email,
            NormalizedEmail = normalizedEmail,
            HashedPassword = hashedPassword,
            PasswordChangedAt = passwordChangedAt,
            Name = name,
            IsActive = isActive,
            IsSuperuser = isSuperuser,
            IsVerified = isVerified,
        };

    /// <summary>The user as they are now, which no later change changes.</summary>
    public User Copy() => (User)MemberwiseClone();

    /// <summary>Gives the user another address, which is not verified yet. The same address changes nothing.</summary>
    public void ChangeEmail(EmailAddress email)
    {
        if (email.Value == Email)
            return;
        Email = email.Value;
        NormalizedEmail = email.Normalized;
        IsVerified = false;
    }

    /// <summary>Puts another password's hash in the place of the old one.</summary>
    /// <param name="hashedPassword">The hash of the other password.</param>
    /// <param name="now">When it is changed.</param>
    public void ChangePassword(string hashedPassword, DateTimeOffset now)
    {
        HashedPassword = hashedPassword;
        PasswordChangedAt = now;
    }

    /// <summary>Puts a stronger hash of the same password in the place of the old one.</summary>
    public void ReplaceHash(string hashedPassword) => HashedPassword = hashedPassword;

    /// <summary>Calls the user something else, or nothing.</summary>
    public void Rename(string? name) => Name = name;

    /// <summary>Lets the user log in, or not.</summary>
    public void SetActive(bool active) => IsActive = active;

    /// <summary>Gives the user rights over others, or takes them.</summary>
    public void SetSuperuser(bool superuser) => IsSuperuser = superuser;

    /// <summary>Records whether the user's address is verified.</summary>
    public void SetVerified(bool verified) => IsVerified = verified;
}
