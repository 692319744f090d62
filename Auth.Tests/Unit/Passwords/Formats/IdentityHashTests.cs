using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Unit.Passwords.Formats;

/// <summary>Hashes of Microsoft.Extensions.Identity.Core.</summary>
public sealed class IdentityHashTests
{
    [TestCase(PasswordHasherCompatibilityMode.IdentityV2, "identity-v2", "SHA1,i=1000")]
    [TestCase(PasswordHasherCompatibilityMode.IdentityV3, "identity-v3", "SHA512,i=1000")]
    public void A_hash_of_Identity_verifies(PasswordHasherCompatibilityMode mode, string kind, string cost)
    {
        var hasher = Hasher(mode);
        foreach (var password in (string[])["", "password", "pass\0word", "l\u00e8tmein \ud83d\udd11", new string('x', 100_000)])
        {
            var hash = hasher.HashPassword("", password);
            Assert.That(SomeFormats.Verify(password, hash));
            Assert.That(SomeFormats.Verify(password + "x", hash), Is.False);
            Assert.That(SomeFormats.Create().Describe(hash), Is.EqualTo(new Auth.Application.Passwords.HashDescription(kind, cost)));
        }
    }

    // Each function, and salts and digests of other lengths, which Identity reads but does not write.
    [TestCase(0, 16, 16)]
    [TestCase(0, 16, 32)]
    [TestCase(1, 16, 32)]
    [TestCase(2, 32, 64)]
    public void A_hash_of_version_3_verifies_here_and_in_Identity(int function, int saltBytes, int digestBytes)
    {
        var hash = Version3(function, 1200, saltBytes, digestBytes);
        Assert.That(Hasher(PasswordHasherCompatibilityMode.IdentityV3).VerifyHashedPassword("", hash, "password"),
            Is.Not.EqualTo(PasswordVerificationResult.Failed));
        Assert.That(SomeFormats.Verify("password", hash));
    }

    [TestCase(0, 15, 32)]
    [TestCase(0, 16, 15)]
    [TestCase(3, 16, 32)]
    public void A_hash_that_Identity_refuses_is_refused(int function, int saltBytes, int digestBytes)
    {
        var hash = Version3(function, 1200, saltBytes, digestBytes);
        Assert.That(Hasher(PasswordHasherCompatibilityMode.IdentityV3).VerifyHashedPassword("", hash, "password"),
            Is.EqualTo(PasswordVerificationResult.Failed));
        Assert.That(SomeFormats.Verify("password", hash), Is.False);
    }

    private static PasswordHasher<string> Hasher(PasswordHasherCompatibilityMode mode) =>
        new(Options.Create(new PasswordHasherOptions { CompatibilityMode = mode, IterationCount = 1000 }));

    private static string Version3(int function, int iterations, int saltBytes, int digestBytes)
    {
        var name = function switch { 1 => HashAlgorithmName.SHA256, 2 => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA1 };
        var salt = RandomNumberGenerator.GetBytes(saltBytes);
        var digest = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes("password"), salt, iterations, name, digestBytes);
        return Convert.ToBase64String([1, .. Integer(function), .. Integer(iterations), .. Integer(saltBytes), .. salt, .. digest]);
    }

    private static byte[] Integer(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
