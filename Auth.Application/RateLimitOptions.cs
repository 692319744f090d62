namespace Auth.Application;

/// <summary>
/// The limits on how often one client may call the costly routes: <c>Auth:RateLimits</c>. A client is an IPv4 address or an IPv6
/// /64. An IPv6 /56 may call 4 times as often and a /48 16 times. Each process counts for itself.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>The highest accepted limit. The limits of networks are multiples of it.</summary>
    public const int HighestLimit = 100_000_000;

    /// <summary>Enables rate limiting.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The length of a window in seconds.</summary>
    public int WindowSeconds { get; set; } = 60;

    /// <summary>The maximum number of logins in a window.</summary>
    public int Login { get; set; } = 60;

    /// <summary>The maximum number of refreshes in a window.</summary>
    public int Refresh { get; set; } = 120;

    /// <summary>The maximum number of registrations in a window.</summary>
    public int Register { get; set; } = 20;

    /// <summary>The maximum number of requests for a reset token in a window.</summary>
    public int ForgotPassword { get; set; } = 20;

    /// <summary>The maximum number of uses of a reset token in a window.</summary>
    public int ResetPassword { get; set; } = 20;

    /// <summary>The maximum number of requests for a verification token in a window.</summary>
    public int RequestVerifyToken { get; set; } = 20;

    /// <summary>
    /// The time in seconds in which a recipient receives no second mail of the same purpose. It doubles with every further mail.
    /// </summary>
    public int MailCooldownSeconds { get; set; } = 60;

    /// <summary>The maximum time in seconds in which a recipient receives no further mail.</summary>
    public int MaxMailCooldownSeconds { get; set; } = 3600;

    /// <summary>The maximum number of user updates in a window, for each client and for each user.</summary>
    public int UpdateUser { get; set; } = 60;

    /// <summary>Returns the limits by name.</summary>
    public IReadOnlyDictionary<string, int> PermitsByName() => new Dictionary<string, int>
    {
        [nameof(Login)] = Login,
        [nameof(Refresh)] = Refresh,
        [nameof(Register)] = Register,
        [nameof(ForgotPassword)] = ForgotPassword,
        [nameof(ResetPassword)] = ResetPassword,
        [nameof(RequestVerifyToken)] = RequestVerifyToken,
        [nameof(UpdateUser)] = UpdateUser,
    };
}
