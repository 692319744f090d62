using Auth.Domain.Users;

namespace Auth.Domain.Events;

/// <summary>An event that concerns an account. It is committed with the change that it describes.</summary>
/// <param name="UserId">The user whose account the event is about; null if no user has the e-mail address of the request.</param>
/// <remarks>Every event is a record with an <see cref="AccountEventAttribute"/>, which holds its number and its name.</remarks>
public abstract record AccountEvent(Guid? UserId)
{
    /// <summary>The number, name and severity of the event.</summary>
    public AccountEventAttribute Kind => AccountEventKinds.Of(GetType());

    /// <summary>The session that the event is about, if any.</summary>
    public virtual Guid? SessionId => null;

    /// <summary>An error code, the names of changed members, or a count. Contains no address, password or token.</summary>
    public virtual string? Detail => null;
}

/// <summary>A user logged in, and a session was created.</summary>
[AccountEvent(1001, "login_succeeded")]
public sealed record LoginSucceeded(User User, Guid Session) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override Guid? SessionId => Session;
}

/// <summary>A login was refused. The detail is the error code.</summary>
[AccountEvent(1002, "login_failed", IsWarning = true)]
public sealed record LoginFailed(Guid? UserId, string Code) : AccountEvent(UserId)
{
    /// <inheritdoc/>
    public override string? Detail => Code;
}

/// <summary>A login was refused before its password was verified, because too many logins had failed.</summary>
/// <param name="UserId">The user with the address of the request, if any.</param>
/// <param name="Until">The end of the delay, in UTC.</param>
[AccountEvent(1003, "login_throttled", IsWarning = true)]
public sealed record LoginThrottled(Guid? UserId, DateTimeOffset Until) : AccountEvent(UserId);

/// <summary>A session was revoked: by logout, by revocation of one of its tokens, or by its deletion.</summary>
[AccountEvent(1004, "session_ended")]
public sealed record SessionEnded(Guid User, Guid Session) : AccountEvent(User)
{
    /// <inheritdoc/>
    public override Guid? SessionId => Session;
}

/// <summary>Several sessions of a user were revoked together. The detail is their number.</summary>
[AccountEvent(1005, "sessions_ended")]
public sealed record SessionsEnded(Guid User, int Count) : AccountEvent(User)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Count}";
}

/// <summary>A used refresh token was presented again after its grace period. Its session was revoked.</summary>
[AccountEvent(1006, "refresh_token_reused", IsWarning = true)]
public sealed record RefreshTokenReused(Guid User, Guid Session) : AccountEvent(User)
{
    /// <inheritdoc/>
    public override Guid? SessionId => Session;
}

/// <summary>A wrong current password was given for a change of the account.</summary>
[AccountEvent(1007, "current_password_failed", IsWarning = true)]
public sealed record CurrentPasswordFailed(Guid User, Guid? Session) : AccountEvent(User)
{
    /// <inheritdoc/>
    public override Guid? SessionId => Session;
}

/// <summary>A user proved the first factor of a login, which requires a second one.</summary>
[AccountEvent(1008, "second_factor_requested")]
public sealed record SecondFactorRequested(Guid User) : AccountEvent(User);

/// <summary>A user registered. The detail names the flags that an operator set.</summary>
[AccountEvent(1101, "user_registered")]
public sealed record UserRegistered(User User) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => ChangedMembers.OfNew(User);
}

/// <summary>A user requested a verification token. The token is mailed after this event.</summary>
[AccountEvent(1102, "verification_requested")]
public sealed record VerificationRequested(User User) : AccountEvent(User.Id);

/// <summary>A user verified the e-mail address.</summary>
[AccountEvent(1103, "user_verified")]
public sealed record UserVerified(User User) : AccountEvent(User.Id);

/// <summary>A user requested a reset token. The token is mailed after this event.</summary>
[AccountEvent(1104, "reset_requested")]
public sealed record ResetRequested(User User) : AccountEvent(User.Id);

/// <summary>A user set a new password with a mailed token. All sessions were revoked.</summary>
[AccountEvent(1105, "password_reset")]
public sealed record PasswordReset(User User) : AccountEvent(User.Id);

/// <summary>A user's password was changed. All other sessions were revoked.</summary>
/// <param name="User">The user after the change.</param>
/// <param name="Before">The user before the change.</param>
[AccountEvent(1106, "password_changed")]
public sealed record PasswordChanged(User User, User Before) : AccountEvent(User.Id);

/// <summary>A user's e-mail address was changed.</summary>
/// <param name="User">The user after the change.</param>
/// <param name="Before">The user before the change.</param>
/// <param name="ByUser">Whether the user made the change; false for a superuser or an operator.</param>
[AccountEvent(1107, "email_changed")]
public sealed record EmailChanged(User User, User Before, bool ByUser) : AccountEvent(User.Id);

/// <summary>A superuser or an operator changed a user. The detail names the changed members.</summary>
[AccountEvent(1108, "user_updated")]
public sealed record UserUpdated(User User, User Before) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => ChangedMembers.Between(Before, User);
}

/// <summary>A user was deleted.</summary>
[AccountEvent(1109, "user_deleted")]
public sealed record UserDeleted(User User) : AccountEvent(User.Id);

/// <summary>A user restored the previous e-mail address with a mailed token. All sessions were revoked.</summary>
[AccountEvent(1110, "email_recovered", IsWarning = true)]
public sealed record EmailRecovered(User User, User Before) : AccountEvent(User.Id);

/// <summary>An operator imported users from another system. The detail is their number.</summary>
[AccountEvent(1111, "users_imported")]
public sealed record UsersImported(int Count) : AccountEvent(UserId: null)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Count}";
}

/// <summary>A superuser or an operator invited a person. The token is mailed after this event. The detail is the invitation.</summary>
[AccountEvent(1151, "invitation_sent")]
public sealed record InvitationSent(Guid Invitation) : AccountEvent((Guid?)null)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Invitation}";
}

/// <summary>A user registered with an invitation. The detail is the invitation.</summary>
[AccountEvent(1152, "invitation_accepted")]
public sealed record InvitationAccepted(User User, Guid Invitation) : AccountEvent(User.Id)
{
    /// <inheritdoc/>
    public override string? Detail => $"{Invitation}";
}
