using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Konscious.Security.Cryptography;

namespace Auth.Infrastructure.Passwords;

/// <summary>Argon2id (RFC 9106, version 19), computed on the calling thread.</summary>
/// <remarks>
/// The available packages either compute on the thread pool, which delays requests, or are slower. The lanes of a slice are
/// independent, so one thread can compute them sequentially with the same result.
/// </remarks>
/// <param name="Memory">The memory in KiB.</param>
/// <param name="Iterations">The number of passes over the memory.</param>
/// <param name="Parallelism">The number of lanes.</param>
internal sealed unsafe record Argon2id(int Memory, int Iterations, int Parallelism)
{
    private const int Slices = 4, Version = 0x13, TypeId = 2;
    private const int BlockBytes = Argon2idBlock.Words * sizeof(ulong);

    /// <summary>The maximum digest length of BLAKE2b, in bytes.</summary>
    private const int HashBytes = 64;

    private int SegmentLength => Memory / (Slices * Parallelism);

    private int LaneLength => Slices * SegmentLength;

    /// <summary>Computes the digest of a password.</summary>
    /// <param name="digestBytes">The length of the digest in bytes, at most 64.</param>
    /// <param name="secret">The optional secret value (RFC 9106 section 3.1).</param>
    /// <param name="associatedData">The optional associated data (RFC 9106 section 3.1).</param>
    public byte[] Compute(byte[] password, byte[] salt, int digestBytes, byte[]? secret = null, byte[]? associatedData = null)
    {
        using var allocated = new Argon2idMemory((nuint)(Parallelism * LaneLength) * BlockBytes);
        var memory = allocated.Words;
        var seed = Blake2b(HashBytes, Integers(Parallelism, digestBytes, Memory, Iterations, Version, TypeId,
            password.Length), password, Integers(salt.Length), salt, Integers(secret?.Length ?? 0), secret ?? [],
            Integers(associatedData?.Length ?? 0), associatedData ?? []);
        for (var lane = 0; lane < Parallelism; lane++)
        {
            for (var i = 0; i < 2; i++)
                FirstBlock(seed, i, lane).CopyTo(new Span<byte>(Block(memory, lane, i), BlockBytes));
        }

        for (var pass = 0; pass < Iterations; pass++)
        {
            for (var slice = 0; slice < Slices; slice++)
            {
                for (var lane = 0; lane < Parallelism; lane++)
                    FillSegment(memory, pass, slice, lane);
            }
        }

        return Digest(memory, digestBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillSegment(ulong* memory, int pass, int slice, int lane)
    {
        // In the first half of the first pass, references are independent of the password and come from address blocks.
        var scratch = stackalloc ulong[3 * Argon2idBlock.Words];
        var input = scratch;
        var addresses = scratch + Argon2idBlock.Words;
        var zero = scratch + (2 * Argon2idBlock.Words);
        new Span<ulong>(scratch, 3 * Argon2idBlock.Words).Clear();
        (input[0], input[1], input[2]) = ((ulong)pass, (ulong)lane, (ulong)slice);
        (input[3], input[4], input[5]) = ((ulong)(Parallelism * LaneLength), (ulong)Iterations, TypeId);
        var isIndependent = pass == 0 && slice < Slices / 2;

        for (var index = 0; index < SegmentLength; index++)
        {
            if (isIndependent && index % Argon2idBlock.Words == 0)
            {
                input[6]++;
                Argon2idBlock.Compress(zero, input, addresses, overOld: false);
                Argon2idBlock.Compress(zero, addresses, addresses, overOld: false);
            }

            var column = (slice * SegmentLength) + index;
            if (pass == 0 && column < 2)
                continue;
            var previous = Block(memory, lane, column == 0 ? LaneLength - 1 : column - 1);
            var random = isIndependent ? addresses[index % Argon2idBlock.Words] : previous[0];
            var reference = Reference(random, pass, slice, lane, index);
            Argon2idBlock.Compress(
                previous, Block(memory, reference.Lane, reference.Column), Block(memory, lane, column), overOld: pass > 0);
        }
    }

    // RFC 9106 section 3.4.1.2.
    private (int Lane, int Column) Reference(ulong random, int pass, int slice, int lane, int index)
    {
        var referenceLane = pass == 0 && slice == 0 ? lane : (int)((random >> 32) % (uint)Parallelism);
        var finished = pass == 0 ? slice * SegmentLength : LaneLength - SegmentLength;
        var area = referenceLane == lane ? finished + index - 1 : index == 0 ? finished - 1 : finished;
        var x = (ulong)(uint)random;
        var distance = (int)(((ulong)area * ((x * x) >> 32)) >> 32);
        var start = pass == 0 || slice == Slices - 1 ? 0 : (slice + 1) * SegmentLength;
        return (referenceLane, (start + area - 1 - distance) % LaneLength);
    }

    private ulong* Block(ulong* memory, int lane, int column) =>
        memory + (((long)lane * LaneLength) + column) * Argon2idBlock.Words;

    private byte[] Digest(ulong* memory, int digestBytes)
    {
        var last = new byte[BlockBytes];
        var words = MemoryMarshal.Cast<byte, ulong>(last.AsSpan());
        for (var lane = 0; lane < Parallelism; lane++)
        {
            var column = Block(memory, lane, LaneLength - 1);
            for (var i = 0; i < words.Length; i++)
                words[i] ^= column[i];
        }

        return Blake2b(digestBytes, Integers(digestBytes), last);
    }

    // The variable-length hash function H' (RFC 9106 section 3.3) for the length of a block.
    private static byte[] FirstBlock(byte[] seed, int index, int lane)
    {
        var block = new byte[BlockBytes];
        var hash = Blake2b(HashBytes, Integers(BlockBytes), seed, Integers(index, lane));
        for (var start = 0; start < BlockBytes - HashBytes; start += HashBytes / 2)
        {
            hash.AsSpan(0, HashBytes / 2).CopyTo(block.AsSpan(start));
            hash = Blake2b(HashBytes, hash);
        }

        hash.CopyTo(block, BlockBytes - HashBytes);
        return block;
    }

    private static byte[] Blake2b(int bytes, params byte[][] parts)
    {
        using HashAlgorithm blake2b = new HMACBlake2B(8 * bytes);
        blake2b.Initialize();
        foreach (var part in parts)
            blake2b.TransformBlock(part, 0, part.Length, null, 0);
        blake2b.TransformFinalBlock([], 0, 0);
        return blake2b.Hash!;
    }

    private static byte[] Integers(params int[] values)
    {
        var bytes = new byte[sizeof(int) * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int) * i), values[i]);
        return bytes;
    }
}
