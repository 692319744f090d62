namespace Auth.Application.Passwords;

/// <summary>Turns passwords into stored hashes, and tells whether a password is the one that a stored hash was made of.</summary>
/// <remarks>
/// A hash takes long by design: implementations run it off the thread pool, so both methods are asynchronous.
/// Both throw <see cref="ServerBusyException"/> at once when more work is waiting than will be done in good time.
/// </remarks>
public interface IPasswordHasher
{
    /// <summary>Hashes <paramref name="password"/> with a new random salt at today's work factor.</summary>
    /// <returns>The hash as it is stored: algorithm, parameters, salt and digest in one string of ASCII.</returns>
    Task<string> HashAsync(string password, CancellationToken cancellationToken);

    /// <summary>Compares <paramref name="password"/> with a stored hash, in constant time.</summary>
    /// <param name="password">What the person typed: compared exactly, never trimmed, folded or normalised.</param>
    /// <param name="hashedPassword">
    /// The stored hash, or null where there is no such user: the same work is done, and the answer is
    /// <see cref="PasswordVerification.Failed"/>, so that the time taken does not tell which addresses are known.
    /// </param>
    /// <param name="cancellationToken">Takes work that has not begun out of the queue.</param>
    Task<PasswordVerification> VerifyAsync(string password, string? hashedPassword, CancellationToken cancellationToken);
}
