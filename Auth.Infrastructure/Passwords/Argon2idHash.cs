using System.Globalization;
using System.Text.RegularExpressions;
using Auth.Infrastructure.Passwords.Formats;

namespace Auth.Infrastructure.Passwords;

/// <summary>A stored Argon2id hash (RFC 9106), in the encoding of the reference implementation.</summary>
/// <param name="Memory">The memory in KiB.</param>
/// <param name="Iterations">The number of passes over the memory.</param>
/// <param name="Parallelism">The number of lanes.</param>
/// <param name="Salt">The salt, at least 8 bytes.</param>
/// <param name="Digest">The digest, at least 4 bytes.</param>
internal sealed partial record Argon2idHash(int Memory, int Iterations, int Parallelism, byte[] Salt, byte[] Digest)
    : StoredHash("argon2id", Digest)
{
    /// <summary>The maximum cost of a computation: 256 MiB (in KiB), 10 passes, 16 lanes.</summary>
    public const int MostMemory = 256 * 1024, MostIterations = 10, MostParallelism = 16;

    /// <summary>The cost of new hashes: 64 MiB, 3 passes, 4 lanes, the second recommendation of RFC 9106 §4.</summary>
    private const int NewMemory = 64 * 1024, NewIterations = 3, NewParallelism = 4, NewDigestBytes = 32;

    /// <summary>Whether the hash has the cost of new hashes.</summary>
    public bool IsCurrent => (Memory, Iterations, Parallelism) == (NewMemory, NewIterations, NewParallelism);

    /// <inheritdoc/>
    public override string Cost => string.Create(CultureInfo.InvariantCulture, $"m={Memory},t={Iterations},p={Parallelism}");

    /// <inheritdoc/>
    public override bool IsAffordable => Memory <= MostMemory && Iterations <= MostIterations && Parallelism <= MostParallelism;

    /// <summary>Parses <c>$argon2id$v=19$m=…,t=…,p=…$salt$digest</c>. Returns null for any other format.</summary>
    public static Argon2idHash? TryParse(string hash)
    {
        if (Pattern().Match(hash) is not { Success: true, Groups: var groups }
            || !TryRead(groups["m"], out var memory)
            || !TryRead(groups["t"], out var iterations)
            || !TryRead(groups["p"], out var parallelism)
            || !UnpaddedBase64.TryDecode(groups["salt"].Value, out var salt)
            || !UnpaddedBase64.TryDecode(groups["digest"].Value, out var digest)
            || memory < 8L * parallelism)
        {
            return null;
        }

        return new(memory, iterations, parallelism, salt, digest);
    }

    /// <summary>Creates a hash with the current cost, whose digest is to be computed.</summary>
    public static Argon2idHash WithoutDigest(byte[] salt) =>
        new(NewMemory, NewIterations, NewParallelism, salt, new byte[NewDigestBytes]);

    /// <summary>The encoded hash.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"$argon2id$v=19$m={Memory},t={Iterations},p={Parallelism}${Encode(Salt)}${Encode(Digest)}");

    /// <summary>Computes the digest of another password with the same parameters and salt.</summary>
    public byte[] Compute(byte[] password) =>
        new Argon2id(Memory, Iterations, Parallelism).Compute(password, Salt, Digest.Length);

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => new Argon2idInput(this, password);

    private static bool TryRead(Group number, out int value) =>
        int.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    [GeneratedRegex(@"^\$argon2id\$v=19\$m=(?<m>[1-9][0-9]*),t=(?<t>[1-9][0-9]*),p=(?<p>[1-9][0-9]*)" +
        @"\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<digest>[A-Za-z0-9+/]{6,86})\z")]
    private static partial Regex Pattern();
}

/// <summary>The input of one Argon2id digest.</summary>
/// <param name="hash">The stored hash, which supplies the parameters and the salt.</param>
/// <param name="password">The password in UTF-8.</param>
internal sealed class Argon2idInput(Argon2idHash hash, byte[] password) : HashInput
{
    /// <inheritdoc/>
    public override string Algorithm => "argon2id";

    /// <inheritdoc/>
    public override bool IsMemoryHard => true;

    /// <inheritdoc/>
    public override byte[] Compute() => hash.Compute(password);
}
