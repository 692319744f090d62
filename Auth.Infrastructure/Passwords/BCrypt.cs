using System.Security.Cryptography;
using System.Text;
using Auth.Application.Passwords;

namespace Auth.Infrastructure.Passwords;

/// <summary>OpenBSD-compatible bcrypt, computed on the calling thread. The API matches the package BCrypt.Net-Next.</summary>
/// <remarks>As in every bcrypt, only the first 72 bytes of the UTF-8 password, up to a NUL, are significant.</remarks>
public static class BCrypt
{
    /// <summary>Hashes a password with a new random salt.</summary>
    /// <param name="password">The password. A lone surrogate is replaced by U+FFFD.</param>
    /// <param name="workFactor">The binary logarithm of the number of rounds, 4 to 18. Each step doubles the time.</param>
    /// <returns>A hash of 60 characters that starts with <c>$2b$</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The work factor is not between 4 and 18.</exception>
    public static string HashPassword(string password, int workFactor)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, AuthPasswordOptions.LowestWorkFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, AuthPasswordOptions.HighestWorkFactor);
        var salt = RandomNumberGenerator.GetBytes(BCryptInput.SaltBytes);
        return new BCryptHash('b', workFactor, salt, Digest(password, salt, workFactor)).ToString();
    }

    /// <summary>Verifies a password against a hash, with a constant-time comparison.</summary>
    /// <param name="hash">
    /// A <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c> hash. The result is false for any other format and for a work factor above 18.
    /// </param>
    public static bool Verify(string password, string hash)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(hash);
        return BCryptHash.TryParse(hash) is { WorkFactor: <= AuthPasswordOptions.HighestWorkFactor } parsed
            && CryptographicOperations.FixedTimeEquals(Digest(password, parsed.Salt, parsed.WorkFactor), parsed.Digest);
    }

    private static byte[] Digest(string password, byte[] salt, int workFactor)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        var input = BCryptInput.Create(bytes, salt, workFactor);
        try
        {
            return EksBlowfish.Digest(input)[0];
        }
        finally
        {
            input.Clear();
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
