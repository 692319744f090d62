namespace Auth.Domain.Credentials;

/// <summary>The stored passkeys. Returned passkeys are detached.</summary>
public interface IPasskeyRepository
{
    /// <summary>Returns the passkey with a credential id, or null.</summary>
    Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken);

    /// <summary>Returns the passkeys of a user, oldest first.</summary>
    Task<IReadOnlyList<Passkey>> ListAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a passkey to the current unit of work, which runs again if its credential id is added at the same time.
    /// </summary>
    void Add(Passkey passkey);

    /// <summary>Stores a use in one statement, unless the counter shows that the private key was copied.</summary>
    /// <param name="id">The passkey.</param>
    /// <param name="signCount">The new signature counter: higher than the stored one, or both are 0.</param>
    /// <param name="isBackedUp">Whether the private key was copied as intended.</param>
    /// <param name="now">The current time.</param>
    /// <returns>False if the counter is not higher, or the passkey was removed since it was read.</returns>
    Task<bool> TryUseAsync(Guid id, long signCount, bool isBackedUp, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Stores a name.</summary>
    /// <returns>False if the user has no such passkey.</returns>
    Task<bool> RenameAsync(Guid userId, Guid id, string name, CancellationToken cancellationToken);

    /// <summary>Removes a passkey.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes all passkeys of a user.</summary>
    Task DeleteAllAsync(Guid userId, CancellationToken cancellationToken);
}
