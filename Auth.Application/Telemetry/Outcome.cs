namespace Auth.Application.Telemetry;

/// <summary>How something ended, as the tag <c>auth.outcome</c> has it.</summary>
public static class Outcome
{
    /// <summary>A login or a refresh got its tokens.</summary>
    public const string Success = "success";

    /// <summary>No such user, a wrong password, or a user who may not log in.</summary>
    public const string BadCredentials = "bad_credentials";

    /// <summary>The password was right, but the user's address is not verified.</summary>
    public const string NotVerified = "not_verified";

    /// <summary>Too many logins at the address have failed.</summary>
    public const string Throttled = "throttled";

    /// <summary>As many passwords as may were waiting to be hashed.</summary>
    public const string Busy = "busy";

    /// <summary>The refresh token is nobody's, or its session is over.</summary>
    public const string BadToken = "bad_token";

    /// <summary>The refresh token came again after its grace.</summary>
    public const string Reused = "reused";

    /// <summary>A mail server took the mail, or it is in the pickup folder.</summary>
    public const string Sent = "sent";

    /// <summary>The mail was not delivered, and will not be tried again.</summary>
    public const string Failed = "failed";

    /// <summary>The mail was never tried: its queue was full, or no way of sending mail is configured.</summary>
    public const string Dropped = "dropped";
}
