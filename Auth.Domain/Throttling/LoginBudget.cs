namespace Auth.Domain.Throttling;

/// <summary>How many logins in a row have failed at one address, from anywhere or from one network of its owner's.</summary>
public sealed class LoginBudget
{
    /// <summary>Stands in <see cref="Network"/> for all the networks that have no budget of their own.</summary>
    public const string Anywhere = "";

    private LoginBudget()
    {
    }

    /// <summary>A keyed hash of the address; whether it is a user's makes no difference.</summary>
    public byte[] Account { get; private init; } = [];

    /// <summary>A network that the owner logged in from, in CIDR notation (RFC 4632, 4291); or <see cref="Anywhere"/>.</summary>
    public string Network { get; private init; } = Anywhere;

    /// <summary>The failures since the last success, with the tries that are still being looked at.</summary>
    public int Failures { get; private set; }

    /// <summary>When the next try is looked at, in UTC.</summary>
    public DateTimeOffset BlockedUntil { get; private set; }

    /// <summary>When it is forgotten, in UTC; for a network, when it is no longer known as the owner's.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>A budget that nothing has been taken from.</summary>
    public static LoginBudget Open(byte[] account, string network, DateTimeOffset now, DateTimeOffset expiresAt) => new()
    {
        Account = account,
        Network = network,
        BlockedUntil = now,
        ExpiresAt = expiresAt,
    };
}
