namespace Auth.Domain.Users;

/// <summary>
/// The state in which a user was imported. It shows at the next import whether the source or the user has changed since. It remains
/// when the user is deleted, so that a later import does not create the user again.
/// </summary>
public sealed class ImportedUser
{
    /// <summary>The length of the hashes in bytes: truncated SHA-256.</summary>
    public const int HashBytes = 16;

    private ImportedUser()
    {
    }

    /// <summary>The user, who may have been deleted since.</summary>
    public Guid UserId { get; private init; }

    /// <summary>A hash of the source's values except the password hash.</summary>
    public byte[] ProfileHash { get; private init; } = [];

    /// <summary>A hash of the source's password hash.</summary>
    public byte[] CredentialHash { get; private init; } = [];

    /// <summary>The number of changes of the user's row at the time of the import. A rehash is not a change.</summary>
    public int UserVersion { get; private init; }

    /// <summary>Creates the record of an import.</summary>
    public static ImportedUser Record(Guid userId, byte[] profileHash, byte[] credentialHash, int userVersion) => new()
    {
        UserId = userId,
        ProfileHash = profileHash,
        CredentialHash = credentialHash,
        UserVersion = userVersion,
    };
}
