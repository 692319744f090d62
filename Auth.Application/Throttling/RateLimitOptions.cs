namespace Auth.Application.Throttling;

/// <summary>
/// How often one client may call the routes that cost much: <c>Auth:RateLimits</c>. A client is an IPv4 address or an IPv6 /64;
/// each process counts for itself.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Whether there are limits at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long a window is, in seconds.</summary>
    public int WindowSeconds { get; set; } = 60;

    /// <summary>Logins in a window.</summary>
    public int Login { get; set; } = 60;

    /// <summary>Refreshes in a window.</summary>
    public int Refresh { get; set; } = 120;

    /// <summary>Registrations in a window.</summary>
    public int Register { get; set; } = 20;

    /// <summary>Reset tokens asked for in a window.</summary>
    public int ForgotPassword { get; set; } = 20;

    /// <summary>Verification tokens asked for in a window.</summary>
    public int RequestVerifyToken { get; set; } = 20;

    /// <summary>
    /// The time in seconds for which no second mail of the same purpose is sent to a recipient; doubles with every further mail.
    /// </summary>
    public int MailCooldownSeconds { get; set; } = 60;

    /// <summary>The longest time in seconds for which no further mail is sent.</summary>
    public int MaxMailCooldownSeconds { get; set; } = 3600;
}
