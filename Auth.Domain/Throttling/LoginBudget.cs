namespace Auth.Domain.Throttling;

/// <summary>The consecutive failed logins at one address from a device, a known network, or any other client.</summary>
public sealed class LoginBudget
{
    /// <summary>The <see cref="Network"/> value for all clients without a separate budget.</summary>
    public const string Anywhere = "";

    /// <summary>
    /// The <see cref="BlockedUntil"/> of a budget without a wait. It is not the current time, because a simultaneous attempt may
    /// have read its clock earlier, or on another server whose clock is behind.
    /// </summary>
    public static readonly DateTimeOffset NoWait = DateTimeOffset.UnixEpoch;

    private const string DevicePrefix = "device:";

    private LoginBudget()
    {
    }

    /// <summary>A keyed hash of the address, whether or not it is registered.</summary>
    public byte[] Account { get; private init; } = [];

    /// <summary>
    /// A network that the user has logged in from, in CIDR notation (RFC 4632, RFC 4291); a device name from
    /// <see cref="OfDevice"/>; or <see cref="Anywhere"/>.
    /// </summary>
    public string Network { get; private init; } = Anywhere;

    /// <summary>The number of failures since the last success, including attempts that are still being verified.</summary>
    public int Failures { get; private set; }

    /// <summary>The time from which the next attempt is accepted, in UTC.</summary>
    public DateTimeOffset BlockedUntil { get; private set; } = NoWait;

    /// <summary>The time at which the failures expire, in UTC. For a network, the time at which it is no longer known.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Whether this is the budget of a known network.</summary>
    public bool IsOfNetwork => Network != Anywhere && !Network.StartsWith(DevicePrefix, StringComparison.Ordinal);

    /// <summary>Creates an unused budget.</summary>
    public static LoginBudget Open(byte[] account, string network, DateTimeOffset expiresAt) => new()
    {
        Account = account,
        Network = network,
        ExpiresAt = expiresAt,
    };

    /// <summary>
    /// Returns the <see cref="Network"/> value of a device, in hexadecimal, because databases may ignore letter case.
    /// </summary>
    public static string OfDevice(byte[] id) => DevicePrefix + Convert.ToHexStringLower(id);
}
