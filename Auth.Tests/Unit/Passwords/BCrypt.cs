using System.Security.Cryptography;
using System.Text;
using Auth.Infrastructure.Passwords;

namespace Auth.Tests.Unit.Passwords;

/// <summary>Hashes and verifies passwords with the service's bcrypt, without its queue.</summary>
internal static class BCrypt
{
    public static string HashPassword(string password, int workFactor)
    {
        var salt = RandomNumberGenerator.GetBytes(BCryptInput.SaltBytes);
        return new BCryptHash('b', workFactor, salt, Digest(password, salt, workFactor)).ToString();
    }

    public static bool Verify(string password, string hash) =>
        BCryptHash.TryParse(hash) is { } parsed
        && Digest(password, parsed.Salt, parsed.WorkFactor).AsSpan().SequenceEqual(parsed.Digest);

    private static byte[] Digest(string password, byte[] salt, int workFactor) =>
        EksBlowfish.Digest(BCryptInput.Create(Encoding.UTF8.GetBytes(password), salt, workFactor))[0];
}
