using Auth.Application.Passwords;

namespace Auth.Tests.Unit.Passwords.Formats;

public sealed class FirebaseScryptTests
{
    private const string Salt = "42xEC+ixf3L2lw==";

    private const string Digest = "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

    private static readonly FirebaseScryptOptions Project = new() { SignerKey = SomeFormats.SignerKey };

    // From the documentation and the tests of github.com/firebase/scrypt.
    [TestCase("user1password", Digest)]
    [TestCase("hunter2", "70k8Vg5B3/OrvJOiqusnasv0dLcBHoDAqJrJr7TRLBfMw4MitWx51YXJYFdGiyMbMeKtWtLf5HiBDcN0SUOm4A==")]
    public void A_published_hash_verifies(string password, string digest)
    {
        var hash = FirebaseCredential.ToStoredHash(Project, Salt, digest)!;
        Assert.That(SomeFormats.Verify(password, hash));
        Assert.That(SomeFormats.Verify(password + "x", hash), Is.False);
    }

    [Test]
    public void A_stored_hash_contains_the_name_of_the_signer_key_only() => Assert.That(
        FirebaseCredential.ToStoredHash(Project, Salt, Digest),
        Is.EqualTo("$firebase-scrypt$ln=14,r=8,k=204e621d$42xEC+ixf3L2lw$Bw$" + Digest.TrimEnd('=')));

    [Test]
    public void Base64url_without_padding_is_accepted() => Assert.That(
        FirebaseCredential.ToStoredHash(Project, "42xEC-ixf3L2lw", Digest.Replace('/', '_').Replace('+', '-').TrimEnd('=')),
        Is.EqualTo(FirebaseCredential.ToStoredHash(Project, Salt, Digest)));

    [TestCase("", Digest)]
    [TestCase("!", Digest)]
    [TestCase(Salt, "")]
    [TestCase(Salt, "AAAA")]
    [TestCase(Salt, " " + Digest)]
    public void A_malformed_value_is_refused(string salt, string digest) =>
        Assert.That(FirebaseCredential.ToStoredHash(Project, salt, digest), Is.Null);

    [Test]
    public void Without_a_signer_key_nothing_is_converted() =>
        Assert.That(FirebaseCredential.ToStoredHash(new(), Salt, Digest), Is.Null);

    [TestCase(null, "Auth:Passwords:Firebase:SignerKey is not set")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "Auth:Passwords:Firebase:SignerKey is the key of another project")]
    public void A_hash_without_its_signer_key_is_unusable(string? signerKey, string obstacle)
    {
        var hash = FirebaseCredential.ToStoredHash(Project, Salt, Digest)!;
        var formats = SomeFormats.Create(signerKey);
        Assert.That((formats.Find(hash)?.Obstacle, formats.Describe(hash)), Is.EqualTo((obstacle, null as HashDescription?)));
    }

    [Test]
    public void A_hash_is_described_by_kind_and_cost() => Assert.That(
        SomeFormats.Create(SomeFormats.SignerKey).Describe(FirebaseCredential.ToStoredHash(Project, Salt, Digest)!),
        Is.EqualTo(new HashDescription("firebase-scrypt", "ln=14,r=8,p=1")));

    [Test]
    public void A_hash_above_the_limits_is_not_computed()
    {
        var hash = FirebaseCredential.ToStoredHash(new() { SignerKey = SomeFormats.SignerKey, MemoryCost = 20 }, Salt, Digest)!;
        Assert.That(SomeFormats.Create(SomeFormats.SignerKey).Find(hash)?.Obstacle, Is.EqualTo("its cost is above the limit"));
    }
}
