namespace Auth.Domain.Mail;

/// <summary>A period in which a recipient receives no further mail of the same purpose.</summary>
public sealed class MailCooldown
{
    /// <summary>The time after the end of a cooldown for which the number of mails is kept.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private MailCooldown()
    {
    }

    /// <summary>A keyed hash of the recipient and the purpose.</summary>
    public byte[] Key { get; private init; } = [];

    /// <summary>The number of mails since the count was last reset.</summary>
    public int Sent { get; private set; }

    /// <summary>The end of the cooldown, in UTC.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>The time at which the number of mails is reset, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Creates the cooldown after the first mail.</summary>
    public static MailCooldown Start(byte[] key, DateTimeOffset until, DateTimeOffset expiresAt) =>
        new() { Key = key, Sent = 1, Until = until, ExpiresAt = expiresAt };
}
