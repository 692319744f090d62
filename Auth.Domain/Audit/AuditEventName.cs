namespace Auth.Domain.Audit;

/// <summary>The names of what is recorded. They are stored and logged: a name, once given, stays.</summary>
public static class AuditEventName
{
    /// <summary>A user logged in, and a session was opened.</summary>
    public const string LoginSucceeded = "login_succeeded";

    /// <summary>A login was refused; the detail is the error's code.</summary>
    public const string LoginFailed = "login_failed";

    /// <summary>A login was refused without a look at the password, since too many had failed before.</summary>
    public const string LoginThrottled = "login_throttled";

    /// <summary>A user registered; the detail names the flags that an operator set.</summary>
    public const string UserRegistered = "user_registered";

    /// <summary>A user asked to verify the address.</summary>
    public const string VerificationRequested = "verification_requested";

    /// <summary>A user verified the address.</summary>
    public const string UserVerified = "user_verified";

    /// <summary>A user asked for another password.</summary>
    public const string ResetRequested = "reset_requested";

    /// <summary>A user set another password with the token from the mail; all sessions ended.</summary>
    public const string PasswordReset = "password_reset";

    /// <summary>A user's password was changed; all sessions but the one that changed it ended.</summary>
    public const string PasswordChanged = "password_changed";

    /// <summary>A user's address was changed.</summary>
    public const string EmailChanged = "email_changed";

    /// <summary>A session was ended: by logout, by revocation or by its deletion.</summary>
    public const string SessionEnded = "session_ended";

    /// <summary>Sessions of a user were ended together; the detail is how many.</summary>
    public const string SessionsEnded = "sessions_ended";

    /// <summary>A refresh token was used again when it was no longer good, so that it is in two hands; its session ended.</summary>
    public const string RefreshTokenReused = "refresh_token_reused";

    /// <summary>A superuser or an operator changed a user; the detail names the members that are others now.</summary>
    public const string UserUpdated = "user_updated";

    /// <summary>A user was deleted.</summary>
    public const string UserDeleted = "user_deleted";

    private static readonly HashSet<string> All =
    [
        LoginSucceeded, LoginFailed, LoginThrottled, UserRegistered, VerificationRequested, UserVerified, ResetRequested,
        PasswordReset, PasswordChanged, EmailChanged, SessionEnded, SessionsEnded, RefreshTokenReused, UserUpdated, UserDeleted,
    ];

    /// <summary>Whether there is an event of this name.</summary>
    public static bool IsKnown(string name) => All.Contains(name);
}
