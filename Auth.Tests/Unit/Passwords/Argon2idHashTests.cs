using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Passwords.Judges;
using Konscious.Security.Cryptography;

namespace Auth.Tests.Unit.Passwords;

public sealed class Argon2idHashTests
{
    [Test]
    public void The_vector_of_RFC_9106_section_5_3_is_computed()
    {
        using var argon2id = new Argon2id([.. Enumerable.Repeat((byte)1, 32)])
        {
            Salt = [.. Enumerable.Repeat((byte)2, 16)],
            KnownSecret = [.. Enumerable.Repeat((byte)3, 8)],
            AssociatedData = [.. Enumerable.Repeat((byte)4, 12)],
            MemorySize = 32,
            Iterations = 3,
            DegreeOfParallelism = 4,
        };
        Assert.That(Convert.ToHexStringLower(argon2id.GetBytes(32)),
            Is.EqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
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
    public void Another_text_is_none(string hash) => Assert.That(Argon2idHash.TryParse(hash), Is.Null);

    [TestCase(262144, 10, 16, true)]
    [TestCase(262145, 1, 1, false)]
    [TestCase(128, 11, 1, false)]
    [TestCase(136, 1, 17, false)]
    public void No_more_than_the_limits_is_affordable(int memory, int iterations, int parallelism, bool expected) =>
        Assert.That(new Argon2idHash(memory, iterations, parallelism, [], []).IsAffordable, Is.EqualTo(expected));
}
