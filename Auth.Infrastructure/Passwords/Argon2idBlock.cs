using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Block = System.Runtime.Intrinsics.Vector256<ulong>;

namespace Auth.Infrastructure.Passwords;

/// <summary>The compression function G of Argon2 (RFC 9106 section 3.5), over blocks of 1,024 bytes.</summary>
internal static unsafe class Argon2idBlock
{
    /// <summary>The 64-bit words of a block.</summary>
    public const int Words = 128;

    private const int Vectors = Words / 4;

    /// <summary>Compresses two blocks into <paramref name="result"/>, which may be one of them.</summary>
    /// <param name="x">The first block.</param>
    /// <param name="y">The second block.</param>
    /// <param name="result">The result.</param>
    /// <param name="overOld">Whether the result is XORed with the block that it replaces.</param>
    [SkipLocalsInit]
    public static void Compress(ulong* x, ulong* y, ulong* result, bool overOld)
    {
        var z = stackalloc Block[Vectors];
        for (var i = 0; i < Vectors; i++)
        {
            z[i] = Vector256.Load(x + (4 * i)) ^ Vector256.Load(y + (4 * i));
            (overOld ? Vector256.Load(result + (4 * i)) ^ z[i] : z[i]).Store(result + (4 * i));
        }

        // A row is 16 words, which are 4 vectors.
        for (var row = 0; row < Vectors; row += 8)
        {
            Permute(ref z[row], ref z[row + 1], ref z[row + 2], ref z[row + 3],
                ref z[row + 4], ref z[row + 5], ref z[row + 6], ref z[row + 7]);
        }

        // A column is the same pair of words of each row, which is half of a vector: two columns are permuted at once.
        for (var column = 0; column < 4; column++)
        {
            var (a0, a1) = Halves(z[column], z[column + 4]);
            var (b0, b1) = Halves(z[column + 8], z[column + 12]);
            var (c0, c1) = Halves(z[column + 16], z[column + 20]);
            var (d0, d1) = Halves(z[column + 24], z[column + 28]);
            Permute(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
            (z[column], z[column + 4]) = Halves(a0, a1);
            (z[column + 8], z[column + 12]) = Halves(b0, b1);
            (z[column + 16], z[column + 20]) = Halves(c0, c1);
            (z[column + 24], z[column + 28]) = Halves(d0, d1);
        }

        for (var i = 0; i < Vectors; i++)
            (Vector256.Load(result + (4 * i)) ^ z[i]).Store(result + (4 * i));
    }

    private static (Block Lower, Block Upper) Halves(Block one, Block other) =>
        (Vector256.Create(one.GetLower(), other.GetLower()), Vector256.Create(one.GetUpper(), other.GetUpper()));

    // The permutation P, twice: two that do not depend on each other take hardly longer than one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Permute(ref Block a0, ref Block b0, ref Block c0, ref Block d0,
        ref Block a1, ref Block b1, ref Block c1, ref Block d1)
    {
        var (a, b, c, d, e, f, g, h) = (a0, b0, c0, d0, a1, b1, c1, d1);
        Mix(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (b, c, d) = (Rotate1(b), Rotate2(c), Rotate3(d));
        (f, g, h) = (Rotate1(f), Rotate2(g), Rotate3(h));
        Mix(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        (b, c, d) = (Rotate3(b), Rotate2(c), Rotate1(d));
        (f, g, h) = (Rotate3(f), Rotate2(g), Rotate1(h));
        (a0, b0, c0, d0, a1, b1, c1, d1) = (a, b, c, d, e, f, g, h);
    }

    // The function GB on four columns, twice.
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

    // BlaMka's addition: x + y + 2 * low(x) * low(y).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Block Add(Block x, Block y)
    {
        var product = Avx2.IsSupported
            ? Avx2.Multiply(x.AsUInt32(), y.AsUInt32())
            : (x & Vector256.Create((ulong)uint.MaxValue)) * (y & Vector256.Create((ulong)uint.MaxValue));
        return x + y + product + product;
    }

    private static Block RotateRight32(Block x) =>
        Vector256.Shuffle(x.AsUInt32(), Vector256.Create(1u, 0, 3, 2, 5, 4, 7, 6)).AsUInt64();

    private static Block RotateRight24(Block x) => Avx2.IsSupported
        ? Avx2.Shuffle(x.AsByte(), Vector256.Create(
            (byte)3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10,
            3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10)).AsUInt64()
        : (x >>> 24) | (x << 40);

    private static Block RotateRight16(Block x) => Avx2.IsSupported
        ? Avx2.Shuffle(x.AsByte(), Vector256.Create(
            (byte)2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9,
            2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9)).AsUInt64()
        : (x >>> 16) | (x << 48);

    private static Block RotateRight63(Block x) => (x >>> 63) | (x + x);

    private static Block Rotate1(Block x) => Vector256.Shuffle(x, Vector256.Create(1ul, 2, 3, 0));

    private static Block Rotate2(Block x) => Vector256.Shuffle(x, Vector256.Create(2ul, 3, 0, 1));

    private static Block Rotate3(Block x) => Vector256.Shuffle(x, Vector256.Create(3ul, 0, 1, 2));
}
