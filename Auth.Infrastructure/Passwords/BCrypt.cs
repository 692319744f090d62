using System.Security.Cryptography;
using System.Text;
using Auth.Application.Passwords;

namespace Auth.Infrastructure.Passwords;

/// <summary>bcrypt as OpenBSD has it, in the shape of the package BCrypt.Net-Next: computed on the calling thread.</summary>
/// <remarks>Like every bcrypt it reads a password's first 72 bytes of UTF-8, up to a NUL.</remarks>
public static class BCrypt
{
    /// <summary>Hashes a password with a new random salt.</summary>
    /// <param name="password">The password; a lone surrogate in it counts as U+FFFD.</param>
    /// <param name="workFactor">The binary logarithm of the number of rounds, 4 to 18: each step doubles the time.</param>
    /// <returns>60 characters, <c>$2b$</c> first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The work factor is not from 4 to 18.</exception>
    public static string HashPassword(string password, int workFactor)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, PasswordOptions.LowestWorkFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, PasswordOptions.HighestWorkFactor);
        var salt = RandomNumberGenerator.GetBytes(BCryptInput.SaltBytes);
        return new BCryptHash('b', workFactor, salt, Digest(password, salt, workFactor)).ToString();
    }

    /// <summary>Tells in constant time whether a hash was made of a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="hash">
    /// A hash of <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c>; anything else, or a work factor above 18, answers false.
    /// </param>
    public static bool Verify(string password, string hash)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(hash);
        return BCryptHash.TryParse(hash) is { WorkFactor: <= PasswordOptions.HighestWorkFactor } parsed
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
