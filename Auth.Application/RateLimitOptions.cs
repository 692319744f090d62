using System.ComponentModel.DataAnnotations;

namespace Auth.Application;

/// <summary>
/// The limits on how often one client may call the costly routes: <c>Auth:RateLimits</c>. A client is an IPv4 address or an IPv6
/// /64. An IPv6 /56 may call 4 times as often and a /48 16 times. Each process counts for itself,
/// unless <c>Auth:Redis:ConnectionString</c> is set.
/// </summary>
public sealed class RateLimitOptions : IValidatableObject
{
    // The limits of networks are multiples of it.
    private const int HighestLimit = 100_000_000;

    /// <summary>Enables rate limiting.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The length of a window in seconds.</summary>
    [Range(1, 3600)] public int WindowSeconds { get; set; } = 60;

    /// <summary>The maximum number of logins in a window.</summary>
    [Range(1, HighestLimit)] public int Login { get; set; } = 60;

    /// <summary>The maximum number of refreshes in a window.</summary>
    [Range(1, HighestLimit)] public int Refresh { get; set; } = 120;

    /// <summary>The maximum number of registrations in a window.</summary>
    [Range(1, HighestLimit)] public int Register { get; set; } = 20;

    /// <summary>The maximum number of requests for a reset token in a window.</summary>
    [Range(1, HighestLimit)] public int ForgotPassword { get; set; } = 20;

    /// <summary>The maximum number of uses of a reset token in a window.</summary>
    [Range(1, HighestLimit)] public int ResetPassword { get; set; } = 20;

    /// <summary>The maximum number of requests for a verification token in a window.</summary>
    [Range(1, HighestLimit)] public int RequestVerifyToken { get; set; } = 20;

    /// <summary>
    /// The time in seconds in which a recipient receives no second mail of the same purpose. It doubles with every further mail.
    /// </summary>
    [Range(1, 86_400)] public int MailCooldownSeconds { get; set; } = 60;

    /// <summary>The maximum time in seconds in which a recipient receives no further mail.</summary>
    [Range(1, 86_400)] public int MaxMailCooldownSeconds { get; set; } = 3600;

    /// <summary>The maximum number of user updates in a window, for each client and for each user.</summary>
    [Range(1, HighestLimit)] public int UpdateUser { get; set; } = 60;

    /// <summary>The maximum number of invitations in a window, for each client and for each user.</summary>
    [Range(1, HighestLimit)] public int Invite { get; set; } = 60;

    /// <summary>The maximum number of requests for a login by mail in a window.</summary>
    [Range(1, HighestLimit)] public int MagicLink { get; set; } = 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MailCooldownSeconds > MaxMailCooldownSeconds)
            yield return new("Auth:RateLimits:MailCooldownSeconds must be at most Auth:RateLimits:MaxMailCooldownSeconds.");
    }

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
        [nameof(Invite)] = Invite,
        [nameof(MagicLink)] = MagicLink,
    };
}
