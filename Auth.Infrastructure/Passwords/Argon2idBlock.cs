using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Block = System.Runtime.Intrinsics.Vector256<ulong>;

namespace Auth.Infrastructure.Passwords;

/// <summary>The compression function G of Argon2 (RFC 9106 section 3.5), over blocks of 1,024 bytes.</summary>
internal static unsafe class Argon2idBlock
{
    /// <summary>The number of 64-bit words in a block.</summary>
    public const int Words = 128;

    private const int Vectors = Words / 4;

    /// <summary>Compresses two blocks into <paramref name="result"/>, which may be one of them.</summary>
    /// <param name="x">The first block.</param>
    /// <param name="y">The second block.</param>
    /// <param name="result">The result.</param>
    /// <param name="overOld">Whether to XOR the result with the block that it overwrites.</param>
    /// <remarks>Is compiled without tiers. Otherwise the first hash after the start would take three times as long.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(ulong* x, ulong* y, ulong* result, bool overOld)
    {
        var z = stackalloc Block[Vectors];
        for (var i = 0; i < Vectors; i++)
        {
            z[i] = Vector256.Load(x + (4 * i)) ^ Vector256.Load(y + (4 * i));
            (overOld ? Vector256.Load(result + (4 * i)) ^ z[i] : z[i]).Store(result + (4 * i));
        }

        // A row has 16 words, or 4 vectors.
        for (var row = 0; row < Vectors; row += 8)
            PermuteRows(z + row);
        for (var column = 0; column < 4; column++)
            PermuteColumns(z + column);

        for (var i = 0; i < Vectors; i++)
            (Vector256.Load(result + (4 * i)) ^ z[i]).Store(result + (4 * i));
    }

    // Processes two rows. A separate method, because the compiler would otherwise leave calls in the innermost loop.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PermuteRows(Block* z)
    {
        var (a, b, c, d, e, f, g, h) = (z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7]);
        Permute(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7]) = (a, b, c, d, e, f, g, h);
    }

    // Processes two columns. A column consists of the same pair of words of each row, which is half a vector.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PermuteColumns(Block* z)
    {
        var (a, b, c, d) = (Lower(z[0], z[4]), Lower(z[8], z[12]), Lower(z[16], z[20]), Lower(z[24], z[28]));
        var (e, f, g, h) = (Upper(z[0], z[4]), Upper(z[8], z[12]), Upper(z[16], z[20]), Upper(z[24], z[28]));
        Permute(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (z[0], z[4], z[8], z[12]) = (Lower(a, e), Upper(a, e), Lower(b, f), Upper(b, f));
        (z[16], z[20], z[24], z[28]) = (Lower(c, g), Upper(c, g), Lower(d, h), Upper(d, h));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Lower(Block one, Block other) => Vector256.Create(one.GetLower(), other.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Upper(Block one, Block other) => Vector256.Create(one.GetUpper(), other.GetUpper());

    // Applies the permutation P twice. Two independent permutations take hardly longer than one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Permute(ref Block a, ref Block b, ref Block c, ref Block d,
        ref Block e, ref Block f, ref Block g, ref Block h)
    {
        Mix(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (b, c, d) = (Rotate1(b), Rotate2(c), Rotate3(d));
        (f, g, h) = (Rotate1(f), Rotate2(g), Rotate3(h));
        Mix(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (b, c, d) = (Rotate3(b), Rotate2(c), Rotate1(d));
        (f, g, h) = (Rotate3(f), Rotate2(g), Rotate1(h));
    }

    // Applies the function GB twice, to four columns each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref Block a, ref Block b, ref Block c, ref Block d,
        ref Block e, ref Block f, ref Block g, ref Block h)
    {
        (a, e) = (Add(a, b), Add(e, f));
        (d, h) = (RotateRight32(d ^ a), RotateRight32(h ^ e));
        (c, g) = (Add(c, d), Add(g, h));
        (b, f) = (RotateRight24(b ^ c), RotateRight24(f ^ g));
        (a, e) = (Add(a, b), Add(e, f));
        (d, h) = (RotateRight16(d ^ a), RotateRight16(h ^ e));
        (c, g) = (Add(c, d), Add(g, h));
        (b, f) = (RotateRight63(b ^ c), RotateRight63(f ^ g));
    }

    // The addition of BlaMka: x + y + 2 * low(x) * low(y).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Add(Block x, Block y)
    {
        var product = Avx2.IsSupported
            ? Avx2.Multiply(x.AsUInt32(), y.AsUInt32())
            : (x & Vector256.Create((ulong)uint.MaxValue)) * (y & Vector256.Create((ulong)uint.MaxValue));
        return x + y + product + product;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block RotateRight32(Block x) =>
        Vector256.Shuffle(x.AsUInt32(), Vector256.Create(1u, 0, 3, 2, 5, 4, 7, 6)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block RotateRight24(Block x) => Avx2.IsSupported
        ? Avx2.Shuffle(x.AsByte(), Vector256.Create(
            (byte)3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10,
            3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10)).AsUInt64()
        : (x >>> 24) | (x << 40);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block RotateRight16(Block x) => Avx2.IsSupported
        ? Avx2.Shuffle(x.AsByte(), Vector256.Create(
            (byte)2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9,
            2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9)).AsUInt64()
        : (x >>> 16) | (x << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block RotateRight63(Block x) => (x >>> 63) | (x + x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Rotate1(Block x) => Vector256.Shuffle(x, Vector256.Create(1ul, 2, 3, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Rotate2(Block x) => Vector256.Shuffle(x, Vector256.Create(2ul, 3, 0, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Rotate3(Block x) => Vector256.Shuffle(x, Vector256.Create(3ul, 0, 1, 2));
}
