namespace Auth.ReferenceHashes;

/// <summary>Random passwords, salts and parameters that are the same in every run.</summary>
internal static class RandomInputs
{
    /// <summary>Passwords of 0 to 79 bytes other than NUL, with salts of 16 bytes.</summary>
    public static IEnumerable<(byte[] Password, byte[] Salt)> BCrypt(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (Bytes(random, random.Next(80), 1), Bytes(random, 16, 0)));
    }

    /// <summary>Passwords of 0 to 199 bytes.</summary>
    public static IEnumerable<(byte[] Password, byte[] Salt)> BCryptSha256(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (Bytes(random, random.Next(200), 1), Bytes(random, 16, 0)));
    }

    /// <summary>Passwords of 1 to 99 bytes, and small parameters, the memory in KiB.</summary>
    public static IEnumerable<(byte[] Password, byte[] Salt, int Memory, int Iterations, int Parallelism, int DigestBytes)>
        Argon2id(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ =>
        {
            var parallelism = random.Next(1, 9);
            return (Bytes(random, random.Next(1, 100), 0), Bytes(random, random.Next(8, 33), 0),
                random.Next(8 * parallelism, 200), random.Next(1, 4), parallelism, random.Next(4, 65));
        });
    }

    /// <summary>Passwords of 0 to 99 bytes, and small parameters.</summary>
    public static IEnumerable<(byte[] Password, byte[] Salt, int LogN, int R, int P, int DigestBytes)> Scrypt(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (Bytes(random, random.Next(100), 0), Bytes(random, random.Next(33), 0),
            random.Next(1, 9), random.Next(1, 9), random.Next(1, 4), random.Next(16, 65)));
    }

    private static byte[] Bytes(Random random, int length, int lowest) =>
        [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(lowest, 256))];
}
