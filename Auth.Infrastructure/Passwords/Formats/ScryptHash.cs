using System.Globalization;
using Org.BouncyCastle.Crypto.Generators;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>A stored scrypt hash (RFC 7914).</summary>
/// <param name="Kind">The name of its format.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Salt">The salt.</param>
/// <param name="Digest">The digest.</param>
internal sealed record ScryptHash(string Kind, ScryptParameters Parameters, byte[] Salt, byte[] Digest)
    : StoredHash(Kind, Digest)
{
    /// <inheritdoc/>
    public override string Cost => Parameters.ToString();

    /// <inheritdoc/>
    public override bool IsAffordable => Parameters.IsAffordable;

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => new ScryptInput(() => Parameters.Compute(password, Salt, Digest.Length));

    /// <inheritdoc/>
    /// <remarks>HMAC appends NUL characters to a key, so a password that ends with one may not be the user's.</remarks>
    public override bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) => password is not [.., 0];
}

/// <summary>The parameters of scrypt.</summary>
/// <param name="LogN">The binary logarithm of N, the cost.</param>
/// <param name="R">The block size in units of 128 bytes.</param>
/// <param name="P">The parallelization.</param>
internal readonly record struct ScryptParameters(int LogN, int R, int P)
{
    /// <summary>The maximum memory of a computation in bytes: 256 MiB, as for Argon2id.</summary>
    private const long MostMemory = 1024L * Argon2idHash.MostMemory;

    /// <summary>The maximum of the memory times the parallelization.</summary>
    private const long MostWork = 4 * MostMemory;

    /// <summary>Whether the computation is within the limits of time and memory.</summary>
    public bool IsAffordable => Area <= MostMemory && Area * P <= MostWork;

    private long Area => 128L * R << LogN;

    /// <summary>Creates parameters. Returns null if one is outside the algorithm's range.</summary>
    public static ScryptParameters? Create(int logN, int r, int p) =>
        logN is >= 1 and < 31 && r is >= 1 and <= 1024 && p is >= 1 and <= 1024 && logN < 16 * r ? new(logN, r, p) : null;

    /// <summary>Computes a digest on the calling thread.</summary>
    public byte[] Compute(byte[] password, byte[] salt, int digestBytes) =>
        SCrypt.Generate(password, salt, 1 << LogN, R, P, digestBytes);

    /// <summary>Returns the parameters as passlib writes them: <c>ln=16,r=8,p=1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ln={LogN},r={R},p={P}");
}

/// <summary>The input of one digest that scrypt computes.</summary>
/// <param name="compute">Computes the digest.</param>
internal sealed class ScryptInput(Func<byte[]> compute) : HashInput
{
    /// <inheritdoc/>
    public override string Algorithm => "scrypt";

    /// <inheritdoc/>
    public override bool IsMemoryHard => true;

    /// <inheritdoc/>
    public override byte[] Compute() => compute();
}
