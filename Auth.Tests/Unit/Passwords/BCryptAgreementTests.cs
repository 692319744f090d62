extern alias BCryptNet;
using Auth.Infrastructure.Passwords;
using Auth.ReferenceHashes;


namespace Auth.Tests.Unit.Passwords;

/// <summary>Comparisons of bcrypt with other implementations, and of its parallel lanes with a single lane.</summary>
public sealed class BCryptAgreementTests
{
    private const int Seed = 20260101;

    [Test]
    public void Two_thousand_random_hashes_agree_with_libxcrypt()
    {
        if (!LibXCrypt.IsAvailable)
            Assert.Ignore("needs libcrypt.so.1 of libxcrypt");
        var disagreements = RandomInputs.BCrypt(Seed, 2000)
            .Chunk(EksBlowfish.Lanes).SelectMany(chunk => chunk.Zip(Digests(chunk)))
            .Where(pair => LibXCrypt.Hash(pair.First.Password, Stored(pair)[..29]) != Stored(pair));
        Assert.That(disagreements, Is.Empty);
    }

    [Test]
    public void Random_hashes_verify_with_BCrypt_Net([Range(0, 3)] int part)
    {
        var random = new Random(Seed + part);
        var password = new string([.. Enumerable.Range(0, random.Next(24)).Select(_ => (char)random.Next('!', 'ÿ'))]);
        Assert.That(BCryptNet::BCrypt.Net.BCrypt.Verify(password, BCrypt.HashPassword(password, 4 + part)), Is.True);
    }

    [Test]
    public void Hashes_of_BCrypt_Net_verify([Range(4, 7)] int workFactor) =>
        Assert.That(BCrypt.Verify("pässwörd", BCryptNet::BCrypt.Net.BCrypt.HashPassword("pässwörd", workFactor)), Is.True);

    [Test]
    public void Parallel_lanes_agree_with_a_single_lane([Values(2, 3, 4)] int lanes, [Values(4, 5, 6, 7)] int workFactor)
    {
        var inputs = RandomInputs.BCrypt(Seed + lanes, lanes * (128 >> workFactor))
            .Select(input => BCryptInput.Create(input.Password, input.Salt, workFactor)).ToArray();
        var together = inputs.Chunk(lanes).SelectMany(chunk => EksBlowfish.Digest(chunk));
        Assert.That(together, Is.EqualTo(inputs.Select(input => EksBlowfish.Digest(input)[0])));
    }

    [Test]
    public void More_inputs_than_lanes_are_refused()
    {
        var input = BCryptInput.Create("password"u8, new byte[16], 4);
        Assert.That(() => EksBlowfish.Digest(input, input, input, input, input),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Inputs_of_two_work_factors_are_refused()
    {
        BCryptInput[] inputs = [.. new[] { 4, 5 }.Select(cost => BCryptInput.Create("password"u8, new byte[16], cost))];
        Assert.That(() => EksBlowfish.Digest(inputs), Throws.ArgumentException);
    }

    private static byte[][] Digests(IEnumerable<(byte[] Password, byte[] Salt)> inputs) =>
        EksBlowfish.Digest([.. inputs.Select(input => BCryptInput.Create(input.Password, input.Salt, 4))]);

    private static string Stored(((byte[] Password, byte[] Salt) Input, byte[] Digest) pair) =>
        new BCryptHash('b', 4, pair.Input.Salt, pair.Digest).ToString();
}
