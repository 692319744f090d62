using Auth.Domain.Users;

namespace Auth.Domain.Events;

/// <summary>A user's identity was proved by an external login. The detail is the provider.</summary>
[AccountEvent(1201, "external_login_used")]
public sealed record ExternalLoginUsed(User User, string Provider) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => Provider;
}

/// <summary>An account at an external provider was linked to a user. The detail is the provider.</summary>
/// <param name="User">The user.</param>
/// <param name="Provider">The name of the provider.</param>
/// <param name="IsNewUser">Whether the user registered with the account.</param>
[AccountEvent(1202, "external_login_linked")]
public sealed record ExternalLoginLinked(User User, string Provider, bool IsNewUser) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => Provider;
}

/// <summary>An account at an external provider was unlinked from a user. The detail is the provider.</summary>
[AccountEvent(1203, "external_login_unlinked")]
public sealed record ExternalLoginUnlinked(User User, string Provider) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => Provider;
}

/// <summary>A user set up a second factor. The detail is its kind.</summary>
[AccountEvent(1301, "second_factor_added")]
public sealed record SecondFactorAdded(User User, string Method) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => Method;
}

/// <summary>A second factor of a user was removed, and other sessions were revoked. The detail is its kind.</summary>
[AccountEvent(1302, "second_factor_removed", IsWarning = true)]
public sealed record SecondFactorRemoved(User User, string Method) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => Method;
}

/// <summary>A user replaced the recovery codes.</summary>
[AccountEvent(1303, "recovery_codes_renewed")]
public sealed record RecoveryCodesRenewed(User User) : AccountEvent(User.Id);

/// <summary>A user used a recovery code. The detail is the number of unused codes.</summary>
[AccountEvent(1304, "recovery_code_used", IsWarning = true)]
public sealed record RecoveryCodeUsed(User User, int Remaining) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Remaining}";
}

/// <summary>A user confirmed the login of a session. The detail lists the methods (RFC 8176).</summary>
[AccountEvent(1305, "stepped_up")]
public sealed record SteppedUp(Guid User, Guid Session, string Methods) : AccountEvent(User)
{
    /// <inheritdoc/>
    public override Guid? SessionId => Session;

    /// <inheritdoc/>
    public override string? Detail => Methods;
}

/// <summary>A user trusted a device, on which logins require no second factor.</summary>
[AccountEvent(1306, "device_trusted")]
public sealed record DeviceTrusted(Guid User) : AccountEvent(User);

/// <summary>A user added a passkey. The detail is the passkey.</summary>
[AccountEvent(1401, "passkey_added")]
public sealed record PasskeyAdded(User User, Guid Passkey) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Passkey}";
}

/// <summary>A passkey of a user was removed. The detail is the passkey.</summary>
[AccountEvent(1402, "passkey_removed")]
public sealed record PasskeyRemoved(User User, Guid Passkey) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Passkey}";
}

/// <summary>A user's identity was proved by a passkey. The detail is the passkey.</summary>
[AccountEvent(1403, "passkey_used")]
public sealed record PasskeyUsed(User User, Guid Passkey) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Passkey}";
}

/// <summary>
/// A login was refused because the signature counter of its passkey was not higher than before: the private key may have been
/// copied. The detail is the passkey.
/// </summary>
[AccountEvent(1404, "passkey_cloned", IsWarning = true)]
public sealed record PasskeyCloned(User User, Guid Passkey) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Passkey}";
}

/// <summary>A user requested a login by mail. The token and the code are mailed after this event.</summary>
[AccountEvent(1451, "magic_link_requested")]
public sealed record MagicLinkRequested(User User) : AccountEvent(User.Id);

/// <summary>A user's identity was proved by a mailed token or code.</summary>
[AccountEvent(1452, "magic_link_used")]
public sealed record MagicLinkUsed(User User) : AccountEvent(User.Id);
