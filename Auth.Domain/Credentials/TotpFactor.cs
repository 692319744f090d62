namespace Auth.Domain.Credentials;

/// <summary>The authenticator app of a user, which computes time-based one-time passwords (RFC 6238).</summary>
public sealed class TotpFactor
{
    private TotpFactor()
    {
    }

    /// <summary>The user. A user has one app.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The encrypted secret; null until the first app is confirmed.</summary>
    public byte[]? ProtectedSecret { get; private set; }

    /// <summary>The encrypted secret of an app that is not yet confirmed. It replaces the other one when it is.</summary>
    public byte[]? PendingSecret { get; private set; }

    /// <summary>The time step of the last accepted code. A code of this or an earlier step is refused.</summary>
    public long LastStep { get; private set; }

    /// <summary>The time at which the app was confirmed, in UTC; null before.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>The time of the last accepted code, in UTC; null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Creates the row of a user whose first app is not yet confirmed.</summary>
    public static TotpFactor Begin(Guid userId, byte[] pendingSecret) => new() { UserId = userId, PendingSecret = pendingSecret };
}

/// <summary>A single-use code for the case that a user has lost the other second factors. The code itself is not stored.</summary>
public sealed class RecoveryCode
{
    private RecoveryCode()
    {
    }

    /// <summary>The user.</summary>
    public Guid UserId { get; private init; }

    /// <summary>A hash of the code, keyed with the id of the user.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>The time at which the code was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Creates a code.</summary>
    public static RecoveryCode Create(Guid userId, byte[] hash, DateTimeOffset now) =>
        new() { UserId = userId, Hash = hash, CreatedAt = now };
}

/// <summary>A device on which a user logs in without the second factor.</summary>
public sealed class TrustedDevice
{
    private TrustedDevice()
    {
    }

    /// <summary>The user.</summary>
    public Guid UserId { get; private init; }

    /// <summary>SHA-256 of the id in the device token.</summary>
    public byte[] DeviceHash { get; private init; } = [];

    /// <summary>The user's security stamp at the time of the trust. The trust ends when it changes.</summary>
    public Guid SecurityStamp { get; private init; }

    /// <summary>The end of the trust, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Creates the trust.</summary>
    public static TrustedDevice Create(Guid userId, byte[] deviceHash, Guid securityStamp, DateTimeOffset expiresAt) => new()
    {
        UserId = userId,
        DeviceHash = deviceHash,
        SecurityStamp = securityStamp,
        ExpiresAt = expiresAt,
    };
}
