using Auth.Domain.Users;

namespace Auth.Domain.Credentials;

/// <summary>A passkey: a discoverable WebAuthn credential with which a user logs in.</summary>
public sealed class Passkey
{
    /// <summary>The maximum length of a credential id (WebAuthn Level 3 §4, Credential ID).</summary>
    public const int MaxCredentialIdBytes = 1023;

    /// <summary>The maximum length of a public key. It has room for ML-DSA-44.</summary>
    public const int MaxPublicKeyBytes = 2048;

    /// <summary>The maximum length of a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The maximum length of the transports.</summary>
    public const int MaxTransportsLength = 100;

    private Passkey()
    {
    }

    /// <summary>A version 4 UUID.</summary>
    public Guid Id { get; private init; }

    /// <summary>The user.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The id that the authenticator has chosen. No other passkey has it.</summary>
    public byte[] CredentialId { get; private init; } = [];

    /// <summary>The public key in the format COSE_Key (RFC 9052 §7).</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>The highest signature counter so far; 0 if the authenticator has none.</summary>
    public long SignCount { get; private set; }

    /// <summary>The model of the authenticator. Without attestation it is a claim of the client.</summary>
    public Guid Aaguid { get; private init; }

    /// <summary>The transports of the authenticator, separated by spaces: <c>hybrid internal</c>.</summary>
    public string Transports { get; private init; } = "";

    /// <summary>The name that the user has given.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether the private key can be copied to other devices.</summary>
    public bool IsBackupEligible { get; private init; }

    /// <summary>Whether the private key was copied to other devices at the last use.</summary>
    public bool IsBackedUp { get; private set; }

    /// <summary>The time at which the passkey was added, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The time of the last login with the passkey, in UTC; null before the first one.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Creates a passkey from a verified registration.</summary>
    public static Passkey Create(Guid userId, PasskeyCredential credential, string name, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        UserId = userId,
        CredentialId = credential.Id,
        PublicKey = credential.PublicKey,
        SignCount = credential.SignCount,
        Aaguid = credential.Aaguid,
        Transports = credential.Transports,
        Name = StorableText.Of(name),
        IsBackupEligible = credential.IsBackupEligible,
        IsBackedUp = credential.IsBackedUp,
        CreatedAt = now,
    };
}

/// <summary>A new credential, as an authenticator has created it.</summary>
/// <param name="Id">The credential id.</param>
/// <param name="PublicKey">The public key in the format COSE_Key.</param>
/// <param name="SignCount">The signature counter.</param>
/// <param name="Aaguid">The model of the authenticator.</param>
/// <param name="Transports">The transports, separated by spaces.</param>
/// <param name="IsBackupEligible">Whether the private key can be copied.</param>
/// <param name="IsBackedUp">Whether the private key was copied.</param>
public sealed record PasskeyCredential(
    byte[] Id, byte[] PublicKey, long SignCount, Guid Aaguid, string Transports, bool IsBackupEligible, bool IsBackedUp);
