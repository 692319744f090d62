using Auth.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>
/// The fingerprint in reset tokens of fastapi-users 10.3 and later: a password hash of the user's stored hash, with a new salt in
/// each token.
/// </summary>
public sealed class ForeignResetFingerprint(IPasswordHasher hasher, IPasswordHashFormats formats, IOptions<AuthOptions> options)
{
    /// <summary>
    /// Returns whether the fingerprint was made of the stored hash. Computes a hash only for a fingerprint in this form.
    /// </summary>
    /// <exception cref="ServerBusyException">Too many passwords are waiting to be hashed.</exception>
    public async Task<bool> MatchesAsync(string fingerprint, string storedHash, CancellationToken cancellationToken) =>
        options.Value.Migration.AcceptForeignResetTokens
        && formats.Describe(fingerprint) is { Kind: "argon2id" or "bcrypt" }
        && await hasher.VerifyAsync(storedHash, fingerprint, cancellationToken) is not PasswordVerification.Failed;
}
