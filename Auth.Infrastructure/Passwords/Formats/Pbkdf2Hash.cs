using System.Globalization;
using System.Security.Cryptography;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>A stored PBKDF2 hash (RFC 8018).</summary>
/// <param name="Kind">The name of its format.</param>
/// <param name="Function">The hash function of the HMAC: SHA-1, SHA-256 or SHA-512.</param>
/// <param name="Iterations">The number of iterations.</param>
/// <param name="Salt">The salt.</param>
/// <param name="Digest">The digest.</param>
internal sealed record Pbkdf2Hash(string Kind, HashAlgorithmName Function, int Iterations, byte[] Salt, byte[] Digest)
    : StoredHash(Kind, Digest)
{
    /// <summary>
    /// The maximum number of iterations of all blocks of a digest. SHA-512 takes about 10 seconds for them.
    /// </summary>
    public const int MostIterations = 10_000_000;

    /// <summary>The minimum and maximum length of a digest in bytes.</summary>
    public const int ShortestDigest = 16, LongestDigest = 128;

    /// <inheritdoc/>
    public override string Cost => string.Create(CultureInfo.InvariantCulture, $"{Function.Name},i={Iterations}");

    /// <inheritdoc/>
    public override bool IsAffordable => (long)Iterations * Blocks <= MostIterations;

    private int Blocks => (Digest.Length + BlockBytes - 1) / BlockBytes;

    private int BlockBytes => Function == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes
        : Function == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;

    /// <summary>Creates a hash. Returns null if a parameter is outside the algorithm's range.</summary>
    public static Pbkdf2Hash? Create(string kind, HashAlgorithmName function, long iterations, byte[] salt, byte[] digest) =>
        iterations is > 0 and <= int.MaxValue && digest.Length is >= ShortestDigest and <= LongestDigest
            ? new(kind, function, (int)iterations, salt, digest)
            : null;

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => new Pbkdf2Input(this, password);

    /// <inheritdoc/>
    /// <remarks>HMAC appends NUL characters to a key, so a password that ends with one may not be the user's.</remarks>
    public override bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) => password is not [.., 0];
}

/// <summary>The input of one PBKDF2 digest.</summary>
/// <param name="hash">The stored hash, which supplies the parameters and the salt.</param>
/// <param name="password">The password in UTF-8.</param>
internal sealed class Pbkdf2Input(Pbkdf2Hash hash, byte[] password) : HashInput
{
    /// <inheritdoc/>
    public override string Algorithm => "pbkdf2";

    /// <inheritdoc/>
    public override byte[] Compute() =>
        Rfc2898DeriveBytes.Pbkdf2(password, hash.Salt, hash.Iterations, hash.Function, hash.Digest.Length);
}
