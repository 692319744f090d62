using Auth.Infrastructure.Passwords;
using Auth.ReferenceHashes;

namespace Auth.Tests.Unit.Passwords;

public sealed class Argon2idHashTests
{
    [Test]
    public void The_vector_of_RFC_9106_section_5_3_is_computed()
    {
        var digest = new Argon2id(Memory: 32, Iterations: 3, Parallelism: 4).Compute(
            [.. Enumerable.Repeat((byte)1, 32)],
            [.. Enumerable.Repeat((byte)2, 16)],
            32,
            secret: [.. Enumerable.Repeat((byte)3, 8)],
            associatedData: [.. Enumerable.Repeat((byte)4, 12)]);
        Assert.That(Convert.ToHexStringLower(digest),
            Is.EqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    [Test]
    public void The_hash_of_an_empty_password_is_computed()
    {
        if (!LibArgon2.IsAvailable)
            Assert.Ignore("needs libargon2.so.1 of argon2");
        var hash = Argon2idHash.TryParse(LibArgon2.Hash([], "somesalt"u8.ToArray(), 64, 2, 2, 24))!;
        Assert.That(hash.Compute([]), Is.EqualTo(hash.Digest));
    }

    // Large enough for more than one address block per segment.
    [TestCase(8192, 2, 1)]
    [TestCase(102400, 2, 8)]
    public void A_hash_of_common_parameters_agrees_with_the_reference_implementation(int memory, int iterations, int parallelism)
    {
        if (!LibArgon2.IsAvailable)
            Assert.Ignore("needs libargon2.so.1 of argon2");
        var password = "correct horse"u8.ToArray();
        var hash = Argon2idHash.TryParse(
            LibArgon2.Hash(password, "sixteen bytes..."u8.ToArray(), memory, iterations, parallelism, 32))!;
        Assert.That(hash.Compute(password), Is.EqualTo(hash.Digest));
    }

    [Test]
    public void Fifty_random_hashes_agree_with_the_reference_implementation()
    {
        if (!LibArgon2.IsAvailable)
            Assert.Ignore("needs libargon2.so.1 of argon2");
        var disagreements = RandomInputs.Argon2id(9, 50).Where(input =>
        {
            var (password, salt, memory, iterations, parallelism, digestBytes) = input;
            var hash = Argon2idHash.TryParse(LibArgon2.Hash(password, salt, memory, iterations, parallelism, digestBytes))!;
            return !hash.Compute(password).AsSpan().SequenceEqual(hash.Digest);
        });
        Assert.That(disagreements, Is.Empty);
    }

    [TestCase("$argon2i$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=16$m=16,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$m=16,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=3$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=0,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=0$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=-16,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=99999999999,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhb$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhbHQ=$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$AAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhbHQab$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA\n")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1$c2Fsd HNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=16,t=2,p=1")]
    public void A_malformed_hash_is_not_parsed(string hash) => Assert.That(Argon2idHash.TryParse(hash), Is.Null);

    [TestCase(262144, 10, 16, true)]
    [TestCase(262145, 1, 1, false)]
    [TestCase(128, 11, 1, false)]
    [TestCase(136, 1, 17, false)]
    public void Only_parameters_within_the_limits_are_affordable(int memory, int iterations, int parallelism, bool expected) =>
        Assert.That(new Argon2idHash(memory, iterations, parallelism, [], []).IsAffordable, Is.EqualTo(expected));
}
