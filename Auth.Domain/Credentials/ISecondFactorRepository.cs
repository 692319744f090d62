namespace Auth.Domain.Credentials;

/// <summary>The stored authenticator apps. Returned apps are detached.</summary>
public interface ITotpRepository
{
    /// <summary>Returns the app of a user, confirmed or not; null if there is none.</summary>
    Task<TotpFactor?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Stores the secret of an app that is not yet confirmed. It replaces an earlier one.</summary>
    Task BeginAsync(Guid userId, byte[] pendingSecret, CancellationToken cancellationToken);

    /// <summary>Confirms an app.</summary>
    /// <returns>False if the pending secret is no longer <paramref name="pendingSecret"/>.</returns>
    Task<bool> ConfirmAsync(
        Guid userId, byte[] pendingSecret, long timeStep, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Uses a time step in one statement.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="protectedSecret">The stored secret with which the code was verified.</param>
    /// <param name="timeStep">The time step of the code.</param>
    /// <param name="renewedSecret">The same secret, encrypted with the newest key.</param>
    /// <param name="now">The current time.</param>
    /// <returns>False if this or a later step was used before, by any process, or the app has changed.</returns>
    Task<bool> UseAsync(
        Guid userId, byte[] protectedSecret, long timeStep, byte[] renewedSecret, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Returns a page of all apps.</summary>
    Task<IReadOnlyList<TotpFactor>> ListAsync(int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Replaces the encrypted secret of an app if it is still <paramref name="before"/>.</summary>
    Task ReplaceSecretAsync(Guid userId, byte[] before, byte[] after, CancellationToken cancellationToken);

    /// <summary>Deletes the app of a user.</summary>
    Task DeleteAsync(Guid userId, CancellationToken cancellationToken);
}

/// <summary>The stored recovery codes.</summary>
public interface IRecoveryCodeRepository
{
    /// <summary>Returns the number of unused codes and the time of their creation; null if there is none.</summary>
    Task<RecoveryCodeCount?> CountAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Replaces the codes of a user in the current unit of work.</summary>
    Task ReplaceAsync(Guid userId, IReadOnlyCollection<RecoveryCode> codes, CancellationToken cancellationToken);

    /// <summary>Deletes a code.</summary>
    /// <returns>False if the code does not exist, or another caller has deleted it.</returns>
    Task<bool> UseAsync(Guid userId, byte[] hash, CancellationToken cancellationToken);
}

/// <summary>The number of unused codes.</summary>
/// <param name="Count">The number.</param>
/// <param name="CreatedAt">The time at which they were created, in UTC.</param>
public sealed record RecoveryCodeCount(int Count, DateTimeOffset CreatedAt);

/// <summary>The stored trusted devices.</summary>
public interface ITrustedDeviceRepository
{
    /// <summary>Returns whether a device is trusted.</summary>
    Task<bool> IsTrustedAsync(
        Guid userId, byte[] deviceHash, Guid securityStamp, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Trusts a device. An earlier trust is replaced.</summary>
    Task TrustAsync(TrustedDevice device, CancellationToken cancellationToken);

    /// <summary>Ends the trust in all devices of a user.</summary>
    Task DeleteAsync(Guid userId, CancellationToken cancellationToken);
}
