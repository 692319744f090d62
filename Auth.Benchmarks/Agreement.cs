using Auth.Infrastructure.Passwords;
using Auth.ReferenceHashes;

namespace Auth.Benchmarks;

/// <summary>Compares hashes of random passwords, salts and parameters with those of other implementations.</summary>
internal static class Agreement
{
    private const int WorkFactor = 4;

    /// <summary>Prints the table and returns the exit code: 0 if all implementations were installed and agreed.</summary>
    public static int Run()
    {
        var seed = Random.Shared.Next();
        Console.WriteLine("| format | other implementation | inputs | disagreements |");
        Console.WriteLine("|---|---|--:|--:|");
        var bcrypt = Print(
            $"`$2b$` | libxcrypt {Machine.PackageVersion("libcrypt1")}", 100_000, LibXCrypt.IsAvailable,
            count => RandomInputs.BCrypt(seed, count).Chunk(EksBlowfish.Lanes).AsParallel().Sum(BCryptDisagreements));
        var bcryptSha256 = Print(
            $"`$bcrypt-sha256$` | passlib {Machine.PackageVersion("python3-passlib")}", 2_000, Passlib.IsAvailable,
            count => BCryptSha256Disagreements([.. RandomInputs.BCryptSha256(seed, count)]));
        var argon2id = Print(
            $"`$argon2id$` | argon2 {Machine.PackageVersion("libargon2-1")}", 2_000, LibArgon2.IsAvailable,
            count => RandomInputs.Argon2id(seed, count).Count(DisagreesOnArgon2id));
        Console.WriteLine();
        Console.WriteLine($"Random seed {seed}: {Machine.Description}.");
        return bcrypt && bcryptSha256 && argon2id ? 0 : 1;
    }

    private static bool Print(string title, int inputs, bool isAvailable, Func<int, int> disagreements)
    {
        int? count = isAvailable ? disagreements(inputs) : null;
        Console.WriteLine($"| {title} | {inputs} | {(count is null ? "not installed" : count)} |");
        return count == 0;
    }

    private static int BCryptDisagreements((byte[] Password, byte[] Salt)[] inputs)
    {
        var digests = EksBlowfish.Digest([.. inputs.Select(input => BCryptInput.Create(input.Password, input.Salt, WorkFactor))]);
        return inputs.Zip(digests).Count(pair =>
        {
            var hash = new BCryptHash('b', WorkFactor, pair.First.Salt, pair.Second).ToString();
            return LibXCrypt.Hash(pair.First.Password, hash[..29]) != hash;
        });
    }

    private static int BCryptSha256Disagreements((byte[] Password, byte[] Salt)[] inputs)
    {
        var texts = inputs.Select(input => (input.Password, Salt: BCryptBase64.Encode(input.Salt), WorkFactor)).ToArray();
        return texts.Zip(Passlib.Hash(texts)).Count(pair =>
        {
            var (password, salt, _) = pair.First;
            var digest = EksBlowfish.Digest(BCryptSha256Hash.Input(password, salt, WorkFactor))[0];
            return new BCryptSha256Hash('b', WorkFactor, salt, digest).ToString() != pair.Second;
        });
    }

    private static bool DisagreesOnArgon2id(
        (byte[] Password, byte[] Salt, int Memory, int Iterations, int Parallelism, int DigestBytes) input)
    {
        var (password, salt, memory, iterations, parallelism, digestBytes) = input;
        var hash = Argon2idHash.TryParse(LibArgon2.Hash(password, salt, memory, iterations, parallelism, digestBytes))!;
        return !hash.Compute(password).AsSpan().SequenceEqual(hash.Digest);
    }
}
