using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Auth.Infrastructure.Passwords;

/// <summary>The input of one bcrypt digest, as the words that the cipher mixes in.</summary>
internal sealed class BCryptInput : HashInput
{
    /// <summary>The number of password bytes that bcrypt reads.</summary>
    public const int PasswordBytes = 72;

    /// <summary>The length of a salt in bytes.</summary>
    public const int SaltBytes = 16;

    private BCryptInput(uint[] key, uint[] salt, int workFactor) => (Key, Salt, WorkFactor) = (key, salt, workFactor);

    /// <summary>The password with a terminating NUL, repeated to fill 18 words.</summary>
    public uint[] Key { get; }

    /// <summary>The salt, repeated to fill 18 words.</summary>
    public uint[] Salt { get; }

    /// <summary>The binary logarithm of the number of rounds.</summary>
    public override int WorkFactor { get; }

    /// <inheritdoc/>
    public override string Algorithm => "bcrypt";

    /// <summary>Prepares a password. As in OpenBSD, it is truncated after 72 bytes or at a NUL.</summary>
    public static BCryptInput Create(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int workFactor)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltBytes);
        var end = password.IndexOf((byte)0);
        password = password[..Math.Min(end < 0 ? password.Length : end, PasswordBytes)];

        Span<byte> key = stackalloc byte[password.Length + 1];
        password.CopyTo(key);
        var input = new BCryptInput(Repeat(key), Repeat(salt), workFactor);
        CryptographicOperations.ZeroMemory(key);
        return input;
    }

    /// <summary>Whether bcrypt reads the whole password: at most 72 bytes, without a NUL.</summary>
    public static bool ReadsAllOf(ReadOnlySpan<byte> password) => password.Length <= PasswordBytes && !password.Contains((byte)0);

    /// <inheritdoc/>
    public override byte[] Compute() => EksBlowfish.Digest(this)[0];

    /// <inheritdoc/>
    public override byte[][] ComputeAll(IReadOnlyList<HashInput> inputs) => EksBlowfish.Digest([.. inputs.Cast<BCryptInput>()]);

    /// <inheritdoc/>
    public override void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(Key.AsSpan()));

    private static uint[] Repeat(ReadOnlySpan<byte> bytes)
    {
        Span<byte> repeated = stackalloc byte[EksBlowfish.Subkeys * sizeof(uint)];
        for (var i = 0; i < repeated.Length; i++)
            repeated[i] = bytes[i % bytes.Length];

        var words = new uint[EksBlowfish.Subkeys];
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(repeated[(sizeof(uint) * i)..]);
        CryptographicOperations.ZeroMemory(repeated);
        return words;
    }
}
