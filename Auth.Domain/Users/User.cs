namespace Auth.Domain.Users;

/// <summary>A user account.</summary>
public sealed class User
{
    /// <summary>The first character of <see cref="HashedPassword"/> of a user without a password. No hash starts with it.</summary>
    private const char NoPassword = '!';

    private User()
    {
    }

    /// <summary>A version 4 UUID that never changes and is never reused.</summary>
    public Guid Id { get; private init; }

    /// <summary>The e-mail address, as the user spelled it.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The e-mail address without regard to case. It is unique among users.</summary>
    public string NormalizedEmail { get; private set; } = "";

    /// <summary>
    /// The password hash: algorithm, parameters, salt and digest. Without a password, a random text that is no hash: the
    /// fingerprint in a reset token depends on it.
    /// </summary>
    public string HashedPassword { get; private set; } = "";

    /// <summary>Whether the user has a password. Users who registered with an external login have none until they set one.</summary>
    public bool HasPassword => !HashedPassword.StartsWith(NoPassword);

    /// <summary>
    /// The time of the last password change in this service, in UTC; null if there was none. A rehash is not a change.
    /// </summary>
    public DateTimeOffset? PasswordChangedAt { get; private set; }

    /// <summary>
    /// A random value that changes when earlier proof of identity is no longer valid: with a password change or reset, a
    /// deactivation, and an e-mail change. A rehash does not change it.
    /// </summary>
    public Guid SecurityStamp { get; private set; }

    /// <summary>The display name, if any.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether the user may log in.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the user may manage other users.</summary>
    public bool IsSuperuser { get; private set; }

    /// <summary>Whether the user has proved to receive mail at <see cref="Email"/>.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>Whether a login requires a second factor: the user has one other than recovery codes.</summary>
    public bool HasSecondFactor { get; private set; }

    /// <summary>
    /// The time at which the user last restored a previous e-mail address, in UTC. Recovery tokens issued before it are invalid.
    /// </summary>
    public DateTimeOffset? EmailRecoveredAt { get; private set; }

    /// <summary>
    /// The id of an imported user in the former system, if it is not a UUID; otherwise null. <see cref="ForeignId"/> computes
    /// <see cref="Id"/> from it. Users that <see cref="Restore"/> creates have none.
    /// </summary>
    public string? LegacyId { get; private init; }

    /// <summary>The values of the user fields: a JSON object in text; null without values.</summary>
    public string? Fields { get; private set; }

    /// <summary>Creates an active, unverified user without a name.</summary>
    public static User Create(EmailAddress email, string hashedPassword) =>
        Import(Guid.NewGuid(), legacyId: null, email, hashedPassword);

    /// <summary>Returns a new value for <see cref="HashedPassword"/> of a user without a password. No password matches it.</summary>
    public static string NewMarker() => $"{NoPassword}{Guid.NewGuid():N}";

    /// <summary>Creates an active, unverified user without a name and without a password.</summary>
    public static User CreateWithoutPassword(EmailAddress email) => Create(email, NewMarker());

    /// <summary>Creates an active, unverified user with the id that the user has in another system.</summary>
    /// <param name="legacyId">The id in the other system, if it is not a UUID.</param>
    /// <param name="hashedPassword">The password hash of the other system.</param>
    public static User Import(Guid id, string? legacyId, EmailAddress email, string hashedPassword) => new()
    {
        Id = id,
        LegacyId = legacyId,
        Email = email.Value,
        NormalizedEmail = email.Normalized,
        HashedPassword = hashedPassword,
        SecurityStamp = Guid.NewGuid(),
        IsActive = true,
    };

    /// <summary>Recreates a stored user, for code that reads rows itself.</summary>
    public static User Restore(
        Guid id,
        string email,
        string normalizedEmail,
        string hashedPassword,
        DateTimeOffset? passwordChangedAt,
        Guid securityStamp,
        string? name,
        bool isActive,
        bool isSuperuser,
        bool isVerified,
        DateTimeOffset? emailRecoveredAt,
        string? fields,
        bool hasSecondFactor) => new()
        {
            Id = id,
            Email = email,
            NormalizedEmail = normalizedEmail,
            HashedPassword = hashedPassword,
            PasswordChangedAt = passwordChangedAt,
            SecurityStamp = securityStamp,
            Name = name,
            IsActive = isActive,
            IsSuperuser = isSuperuser,
            IsVerified = isVerified,
            EmailRecoveredAt = emailRecoveredAt,
            Fields = fields,
            HasSecondFactor = hasSecondFactor,
        };

    /// <summary>Returns a copy that later changes do not affect.</summary>
    public User Copy() => (User)MemberwiseClone();

    /// <summary>Whether the changes since an earlier state end the user's sessions: a new password or a deactivation.</summary>
    /// <param name="before">The earlier state.</param>
    public bool EndsSessionsOf(User before) =>
        HashedPassword != before.HashedPassword || (before.IsActive && !IsActive);

    /// <summary>Whether a change from an earlier state takes an active superuser away.</summary>
    /// <param name="before">The earlier state.</param>
    public bool EndsAdministrationOf(User before) => before.IsActiveSuperuser && !IsActiveSuperuser;

    /// <summary>Whether the user may log in and manage other users.</summary>
    public bool IsActiveSuperuser => IsActive && IsSuperuser;

    /// <summary>Changes the e-mail address, which makes the user unverified. The same address changes nothing.</summary>
    public void ChangeEmail(EmailAddress email)
    {
        if (email.Value == Email)
            return;
        Email = email.Value;
        NormalizedEmail = email.Normalized;
        IsVerified = false;
        RenewSecurityStamp();
    }

    /// <summary>Restores a previous e-mail address, at which the user has just received mail.</summary>
    public void RecoverEmail(EmailAddress email, DateTimeOffset now)
    {
        ChangeEmail(email);
        IsVerified = true;
        EmailRecoveredAt = now;
        RenewSecurityStamp();
    }

    /// <summary>Changes the password.</summary>
    public void ChangePassword(string hashedPassword, DateTimeOffset now)
    {
        HashedPassword = hashedPassword;
        PasswordChangedAt = now;
        RenewSecurityStamp();
    }

    /// <summary>Removes the password.</summary>
    public void RemovePassword(DateTimeOffset now) => ChangePassword(NewMarker(), now);

    /// <summary>Makes earlier proof of identity invalid after another credential than the password was removed.</summary>
    public void RemoveCredential() => RenewSecurityStamp();

    /// <summary>Records whether the user has a second factor other than recovery codes.</summary>
    public void SetSecondFactor(bool hasSecondFactor) => HasSecondFactor = hasSecondFactor;

    /// <summary>Sets or removes the display name.</summary>
    public void Rename(string? name) => Name = StorableText.Of(name, keepsNul: true);

    /// <summary>Sets or removes the values of the user fields.</summary>
    /// <param name="fields">A JSON object in text; null to remove all values.</param>
    public void SetFields(string? fields) => Fields = fields;

    /// <summary>Activates or deactivates the user.</summary>
    public void SetActive(bool active)
    {
        if (IsActive && !active)
            RenewSecurityStamp();
        IsActive = active;
    }

    /// <summary>Grants or revokes the right to manage other users.</summary>
    public void SetSuperuser(bool superuser) => IsSuperuser = superuser;

    /// <summary>Marks the e-mail address as verified or unverified.</summary>
    public void SetVerified(bool verified) => IsVerified = verified;

    private void RenewSecurityStamp() => SecurityStamp = Guid.NewGuid();
}
