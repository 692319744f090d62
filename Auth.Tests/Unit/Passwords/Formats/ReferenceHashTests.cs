using System.Text;
using Auth.Infrastructure.Passwords.Formats;
using Auth.ReferenceHashes;

namespace Auth.Tests.Unit.Passwords.Formats;

/// <summary>Hashes made by the implementations that wrote the formats.</summary>
public sealed class ReferenceHashTests
{
    private static readonly byte[][] Passwords = [.. new[]
    {
        "p", "password", "l\u00e8tmein", "\ud83d\udd11 key", "a\nb\tc", new string('\u00e4', 36), new string('x', 300),
    }.Select(Encoding.UTF8.GetBytes)];

    [TestCase("pbkdf2_sha1", 1000)]
    [TestCase("pbkdf2_sha256", 1000)]
    [TestCase("pbkdf2_sha512", 1000)]
    [TestCase("scrypt", 8)]
    [TestCase("argon2", 1)]
    [TestCase("bcrypt_sha256", 4)]
    public void A_hash_of_passlib_verifies(string scheme, int rounds)
    {
        Require(Passlib.IsAvailable && FastApiUsers.IsAvailable, "python3-passlib, python3-bcrypt and python3-argon2");
        Passwords.Zip(Passlib.Hash(scheme, rounds, Passwords)).AssertAllVerify();
    }

    [TestCase("PBKDF2PasswordHasher", "iterations=1000")]
    [TestCase("PBKDF2SHA1PasswordHasher", "iterations=1000")]
    [TestCase("Argon2PasswordHasher", "time_cost=2,memory_cost=512,parallelism=2")]
    [TestCase("BCryptSHA256PasswordHasher", "rounds=4")]
    [TestCase("BCryptPasswordHasher", "rounds=4")]
    [TestCase("ScryptPasswordHasher", "work_factor=1024")]
    public void A_hash_of_Django_verifies(string hasher, string parameters)
    {
        Require(Django.Contains(hasher), $"the {hasher} of python3-django, python3-bcrypt and python3-argon2");
        Passwords.Zip(Django.Hash(hasher, parameters, Passwords)).AssertAllVerify();
    }

    // From the tests of Django 4.0 and later.
    [Test]
    public void The_published_scrypt_hash_of_Django_verifies() => Assert.That(SomeFormats.Verify("l\u00e8tmein",
        "scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw=="));

    // RFC 7914 section 12.
    [TestCase("", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [TestCase("password", "NaCl", 10, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void The_vectors_of_RFC_7914_are_computed(string password, string salt, int logN, int r, int p, string expected)
    {
        var digest = new ScryptParameters(logN, r, p).Compute(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), 64);
        Assert.That(Convert.ToHexStringLower(digest), Is.EqualTo(expected));
    }

    [Test]
    public void Fifty_random_scrypt_digests_agree_with_OpenSSL()
    {
        Require(OpenSsl.IsAvailable, "Python");
        var inputs = RandomInputs.Scrypt(11, 50).ToArray();
        var digests = inputs.Select(input => new ScryptParameters(input.LogN, input.R, input.P)
            .Compute(input.Password, input.Salt, input.DigestBytes));
        Assert.That(digests, Is.EqualTo(OpenSsl.Scrypt(inputs)));
    }

    private static void Require(bool isAvailable, string packages)
    {
        if (!isAvailable)
            Assert.Ignore($"needs {packages}");
    }
}

internal static class VerifiedHashes
{
    /// <summary>Asserts that each hash accepts its password only.</summary>
    public static void AssertAllVerify(this IEnumerable<(byte[] Password, string Hash)> pairs)
    {
        var wrong = pairs.Where(pair => !SomeFormats.Verify(pair.Password, pair.Hash)
            || SomeFormats.Verify([.. "y"u8, .. pair.Password], pair.Hash)).Select(pair => pair.Hash);
        Assert.That(wrong, Is.Empty);
    }
}
