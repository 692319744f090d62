namespace Auth.Domain.Throttling;

/// <summary>The failed logins in a row at one address: from a device, from a known network, or from anywhere else.</summary>
public sealed class LoginBudget
{
    /// <summary>The <see cref="Network"/> of all clients without a budget of their own.</summary>
    public const string Anywhere = "";

    private const string DevicePrefix = "device:";

    private LoginBudget()
    {
    }

    /// <summary>A keyed hash of the address, whether or not it is registered.</summary>
    public byte[] Account { get; private init; } = [];

    /// <summary>
    /// A network that the user has logged in from, in CIDR notation (RFC 4632, 4291); a device, as <see cref="OfDevice"/> names
    /// it; or <see cref="Anywhere"/>.
    /// </summary>
    public string Network { get; private init; } = Anywhere;

    /// <summary>The failures since the last success, including attempts that are still being verified.</summary>
    public int Failures { get; private set; }

    /// <summary>When the next attempt is accepted, in UTC.</summary>
    public DateTimeOffset BlockedUntil { get; private set; }

    /// <summary>When the failures are forgotten, in UTC; for a network, when it is no longer known.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Whether this is the budget of a known network.</summary>
    public bool IsOfNetwork => Network != Anywhere && !Network.StartsWith(DevicePrefix, StringComparison.Ordinal);

    /// <summary>Creates an unused budget.</summary>
    public static LoginBudget Open(byte[] account, string network, DateTimeOffset now, DateTimeOffset expiresAt) => new()
    {
        Account = account,
        Network = network,
        BlockedUntil = now,
        ExpiresAt = expiresAt,
    };

    /// <summary>Returns the <see cref="Network"/> of a device: in hexadecimal, since databases may ignore letter case.</summary>
    public static string OfDevice(byte[] id) => DevicePrefix + Convert.ToHexStringLower(id);
}
