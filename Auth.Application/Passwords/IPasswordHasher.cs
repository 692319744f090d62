namespace Auth.Application.Passwords;

/// <summary>Hashes passwords, and verifies passwords against stored hashes.</summary>
/// <remarks>
/// A hash is slow by design. Implementations compute it outside the thread pool, so both methods are asynchronous. Both throw
/// <see cref="ServerBusyException"/> immediately if the queue of waiting work is full.
/// </remarks>
public interface IPasswordHasher
{
    /// <summary>Whether passwords are waiting to be hashed.</summary>
    bool IsBusy { get; }

    /// <summary>Hashes a password with a new random salt and the configured work factor.</summary>
    /// <returns>The hash in its stored form: algorithm, parameters, salt and digest in one ASCII string.</returns>
    Task<string> HashAsync(string password, CancellationToken cancellationToken);

    /// <summary>Verifies a password against a stored hash, in constant time.</summary>
    /// <param name="password">The password. It is compared exactly, and is not trimmed, case-folded or normalised.</param>
    /// <param name="hashedPassword">
    /// The stored hash; null if the user does not exist. For null, the method does the same work and returns
    /// <see cref="PasswordVerification.Failed"/>, so that the duration does not reveal which addresses are registered.
    /// </param>
    Task<PasswordVerification> VerifyAsync(string password, string? hashedPassword, CancellationToken cancellationToken);
}

/// <summary>The result of verifying a password against a stored hash.</summary>
public enum PasswordVerification
{
    /// <summary>The password is wrong, or the hash is malformed or missing.</summary>
    Failed,

    /// <summary>The password is right, and the hash has the current algorithm and parameters.</summary>
    Succeeded,

    /// <summary>The password is right. The hash has an older algorithm or a lower work factor and must be replaced.</summary>
    SucceededRehashDue,
}
