using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// The expensive part of bcrypt: Blowfish with the key schedule of Provos and Mazières,
/// "A Future-Adaptable Password Scheme" (USENIX 1999), for one to four passwords at once.
/// </summary>
/// <remarks>
/// Each round depends on four table look-ups and on the previous round, so one hash leaves most of a processor core idle.
/// Four independent hashes, interleaved round by round in one thread, take only 1.2 times as long as one.
/// </remarks>
internal static unsafe class EksBlowfish
{
    /// <summary>The maximum number of hashes computed at once.</summary>
    public const int Lanes = 4;

    /// <summary>The number of words in Blowfish's subkeys.</summary>
    public const int Subkeys = 18;

    private const int DigestBytes = 23;
    private const int StateWords = Subkeys + 4 * 256;
    private const int StateBytes = StateWords * sizeof(uint);
    private const int BlockBytes = 2 * sizeof(uint);

    // The offset of a byte in a word and, for BEXTR, its length of eight bits. These are parameters of the kernels because
    // the just-in-time compiler keeps a parameter in a register but reloads a constant for each use.
    private const ushort Second = 0x0810, Third = 0x0808;

    private static readonly uint[] InitialState = PiDigits.Fraction(StateWords);

    /// <summary>Computes the digests of one to four inputs with the same work factor: 23 bytes each, in input order.</summary>
    public static byte[][] Digest(params IReadOnlyList<BCryptInput> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs.Count, Lanes);
        var workFactor = inputs[0].WorkFactor;
        if (inputs.Any(input => input.WorkFactor != workFactor))
            throw new ArgumentException("All inputs must have the same work factor.", nameof(inputs));

        uint[][] keys = [.. inputs.Select(input => input.Key)], salts = [.. inputs.Select(input => input.Salt)];
        Span<uint> states = stackalloc uint[(inputs.Count == 1 ? 1 : Lanes) * StateWords];
        fixed (uint* first = states)
        {
            for (var lane = 0; lane < inputs.Count; lane++)
                Begin(first + lane * StateWords, inputs[lane]);
            for (var round = 1u << workFactor; round > 0; round--)
            {
                Expand(first, keys);
                Expand(first, salts);
            }

            var digests = new byte[inputs.Count][];
            for (var lane = 0; lane < digests.Length; lane++)
                digests[lane] = End((byte*)(first + lane * StateWords), Second, Third);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(states));
            return digests;
        }
    }

    private static void Expand(uint* states, uint[][] words)
    {
        for (var lane = 0; lane < words.Length; lane++)
            MixIn(states + lane * StateWords, words[lane]);
        if (words.Length == 1)
            ExpandOne((byte*)states, Second, Third);
        else
            ExpandFour((byte*)states, Second, Third);
    }

    private static void MixIn(uint* state, uint[] words)
    {
        for (var i = 0; i < Subkeys; i++)
            state[i] ^= words[i];
    }

    // Disables tiered compilation for long-running code. Otherwise the first hashes after startup would take far longer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Begin(uint* state, BCryptInput input)
    {
        InitialState.CopyTo(new Span<uint>(state, StateWords));
        MixIn(state, input.Key);
        uint left = 0, right = 0;
        for (var i = 0; i < StateWords; i += 2)
        {
            left ^= input.Salt[i % 4];
            right ^= input.Salt[i % 4 + 1];
            Encrypt((byte*)state, Second, Third, ref left, ref right);
            (state[i], state[i + 1]) = (left, right);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte[] End(byte* state, ushort second, ushort third)
    {
        var text = "OrpheanBeholderScryDoubt"u8.ToArray();
        for (var block = text.AsSpan(); block.Length > 0; block = block[BlockBytes..])
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(block);
            var right = BinaryPrimitives.ReadUInt32BigEndian(block[sizeof(uint)..]);
            for (var i = 0; i < 64; i++)
                Encrypt(state, second, third, ref left, ref right);
            BinaryPrimitives.WriteUInt32BigEndian(block, left);
            BinaryPrimitives.WriteUInt32BigEndian(block[sizeof(uint)..], right);
        }

        return text[..DigestBytes];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExpandOne(byte* s, ushort second, ushort third)
    {
        uint left = 0, right = 0;
        for (var block = s; block < s + StateBytes; block += BlockBytes)
        {
            Encrypt(s, second, third, ref left, ref right);
            ((uint*)block)[0] = left;
            ((uint*)block)[1] = right;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Encrypt(byte* s, ushort second, ushort third, ref uint left, ref uint right)
    {
        var (l, r) = (left ^ Subkey(s, 0, 0), right);
        Round(s, 0, 1, second, third, l, ref r); Round(s, 0, 2, second, third, r, ref l);
        Round(s, 0, 3, second, third, l, ref r); Round(s, 0, 4, second, third, r, ref l);
        Round(s, 0, 5, second, third, l, ref r); Round(s, 0, 6, second, third, r, ref l);
        Round(s, 0, 7, second, third, l, ref r); Round(s, 0, 8, second, third, r, ref l);
        Round(s, 0, 9, second, third, l, ref r); Round(s, 0, 10, second, third, r, ref l);
        Round(s, 0, 11, second, third, l, ref r); Round(s, 0, 12, second, third, r, ref l);
        Round(s, 0, 13, second, third, l, ref r); Round(s, 0, 14, second, third, r, ref l);
        Round(s, 0, 15, second, third, l, ref r); Round(s, 0, 16, second, third, r, ref l);
        (left, right) = (r ^ Subkey(s, 0, 17), l);
    }

    // The four states are contiguous in memory, so that one register addresses all of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExpandFour(byte* s, ushort second, ushort third)
    {
        uint l0 = 0, l1 = 0, l2 = 0, l3 = 0, r0 = 0, r1 = 0, r2 = 0, r3 = 0;
        for (var block = s; block < s + StateBytes; block += BlockBytes)
        {
            l0 ^= Subkey(s, 0, 0);
            l1 ^= Subkey(s, 1, 0);
            l2 ^= Subkey(s, 2, 0);
            l3 ^= Subkey(s, 3, 0);
            RoundPair(s, 1, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 3, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 5, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 7, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 9, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 11, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 13, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            RoundPair(s, 15, second, third, ref l0, ref l1, ref l2, ref l3, ref r0, ref r1, ref r2, ref r3);
            EndBlock(s, 0, block, ref l0, ref r0);
            EndBlock(s, 1, block, ref l1, ref r1);
            EndBlock(s, 2, block, ref l2, ref r2);
            EndBlock(s, 3, block, ref l3, ref r3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundPair(byte* s, int n, ushort second, ushort third,
        ref uint l0, ref uint l1, ref uint l2, ref uint l3, ref uint r0, ref uint r1, ref uint r2, ref uint r3)
    {
        Round(s, 0, n, second, third, l0, ref r0);
        Round(s, 1, n, second, third, l1, ref r1);
        Round(s, 2, n, second, third, l2, ref r2);
        Round(s, 3, n, second, third, l3, ref r3);
        Round(s, 0, n + 1, second, third, r0, ref l0);
        Round(s, 1, n + 1, second, third, r1, ref l1);
        Round(s, 2, n + 1, second, third, r2, ref l2);
        Round(s, 3, n + 1, second, third, r3, ref l3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EndBlock(byte* s, int lane, byte* block, ref uint left, ref uint right)
    {
        (left, right) = (right ^ Subkey(s, lane, 17), left);
        *(uint*)(block + lane * StateBytes) = left;
        *(uint*)(block + lane * StateBytes + sizeof(uint)) = right;
    }

    // XORs the subkey before the look-ups complete. Doing so afterwards would lengthen the dependency chain by a tenth.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(byte* s, int lane, int n, ushort second, ushort third, uint input, ref uint output)
    {
        output ^= Subkey(s, lane, n);
        output ^= ((Box(s, lane, 0, input >> 24) + Box(s, lane, 1, Byte(input, second)))
            ^ Box(s, lane, 2, Byte(input, third))) + Box(s, lane, 3, (byte)input);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Subkey(byte* s, int lane, int n) => *(uint*)(s + (lane * StateWords + n) * sizeof(uint));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Box(byte* s, int lane, int box, nuint index) =>
        *(uint*)(s + index * sizeof(uint) + (lane * StateWords + Subkeys + box * 256) * sizeof(uint));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Byte(uint word, ushort which) =>
        Bmi1.IsSupported ? Bmi1.BitFieldExtract(word, which) : (byte)(word >> which);
}
