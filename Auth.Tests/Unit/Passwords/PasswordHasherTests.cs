using System.Text;
using Auth.Application;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Mail;
using Auth.Tests.Unit.Metrics;
using Auth.Tests.Unit.Passwords.Formats;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Unit.Passwords;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PasswordHasherTests : IDisposable
{
    private const int WorkFactor = 5;

    // echo -n password | argon2 somesalt -id -t 2 -m 6 -p 2 -l 24 -e
    private const string Argon2id = "$argon2id$v=19$m=64,t=2,p=2$c29tZXNhbHQ$NQrDciL0Nsy1wJcvHr079rlYvyBxhBNi";

    private static readonly string LongPassword = new('a', 73);

    private static readonly string[] ForeignHashes =
        [.. SomeFormats.Hashes.Where(hash => hash.Kind != "bcrypt").Select(hash => hash.Hash)];

    private readonly HashingQueue<HashInput> _queue = new(
        new("test", 1, 100, 4, TimeSpan.Zero),
        input => new("test", input.WorkFactor, input is BCryptInput ? 4 : 1, 1),
        PasswordHashingServices.Compute, RecordedMetrics.None);

    private readonly HashingCount _count = new();
    private readonly RecordedLog<QueuedPasswordHasher> _log = new();
    private readonly QueuedPasswordHasher _hasher;

    public PasswordHasherTests() => _hasher = Create(readableByFastApiUsers: false);

    public void Dispose() => _queue.Dispose();

    [Test]
    public async Task A_password_of_up_to_72_bytes_is_hashed_with_bcrypt([Values(0, 1, 72)] int length) =>
        Assert.That(await HashAsync(new string('a', length)), Does.StartWith("$2b$05$").And.Length.EqualTo(60));

    [TestCase(73, 'a')]
    [TestCase(37, 'ä')]
    [TestCase(1, '\0')]
    public async Task Any_other_password_is_hashed_with_bcrypt_sha256(int length, char character) =>
        Assert.That(await HashAsync(new string(character, length)), Does.StartWith("$bcrypt-sha256$v=2,t=2b,r=5$"));

    [Test]
    public async Task A_hash_of_a_long_password_can_be_readable_by_fastapi_users()
    {
        var hasher = Create(readableByFastApiUsers: true);
        var hash = await hasher.HashAsync(LongPassword, default);

        Assert.That(hash, Does.Match(@"^\$argon2id\$v=19\$m=65536,t=3,p=4\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$"));
        Assert.That(
            (await hasher.VerifyAsync(LongPassword, hash, default), await hasher.VerifyAsync(LongPassword + "b", hash, default),
                await VerifyAsync(LongPassword, hash)),
            Is.EqualTo((PasswordVerification.Succeeded, PasswordVerification.Failed, PasswordVerification.SucceededRehashDue)));
        Assert.That(await hasher.HashAsync("short", default), Does.StartWith("$2b$"));
    }

    [TestCase("")]
    [TestCase("password")]
    [TestCase("pass\0word")]
    [TestCase("\uD800")]
    public async Task A_new_hash_verifies(string password) =>
        Assert.That(await VerifyAsync(password, await HashAsync(password)), Is.EqualTo(PasswordVerification.Succeeded));

    [Test]
    public async Task A_new_hash_of_a_long_password_verifies() =>
        Assert.That(await VerifyAsync(LongPassword, await HashAsync(LongPassword)), Is.EqualTo(PasswordVerification.Succeeded));

    [Test]
    public async Task Another_password_fails() =>
        Assert.That(await VerifyAsync("Password", await HashAsync("password")), Is.EqualTo(PasswordVerification.Failed));

    [Test]
    public async Task The_last_byte_of_a_long_password_is_significant() =>
        Assert.That(
            await VerifyAsync(LongPassword + "b", await HashAsync(LongPassword + "c")), Is.EqualTo(PasswordVerification.Failed));

    [TestCase("b", 5, PasswordVerification.Succeeded)]
    [TestCase("b", 6, PasswordVerification.Succeeded)]
    [TestCase("b", 4, PasswordVerification.SucceededRehashDue)]
    [TestCase("a", 5, PasswordVerification.SucceededRehashDue)]
    [TestCase("y", 6, PasswordVerification.SucceededRehashDue)]
    public async Task An_outdated_bcrypt_hash_needs_a_rehash(string revision, int workFactor, PasswordVerification expected)
    {
        var hash = BCrypt.HashPassword("password", workFactor).Replace("$2b$", $"$2{revision}$", StringComparison.Ordinal);
        Assert.That(await VerifyAsync("password", hash), Is.EqualTo(expected));
    }

    [TestCase("a", 4)]
    [TestCase("b", 5)]
    public async Task A_long_password_verifies_with_a_hash_of_its_first_72_bytes_without_rehash(string revision, int workFactor)
    {
        var hash = BCrypt.HashPassword(LongPassword, workFactor).Replace("$2b$", $"$2{revision}$", StringComparison.Ordinal);
        Assert.That(await VerifyAsync(LongPassword, hash), Is.EqualTo(PasswordVerification.Succeeded));
    }

    [Test]
    public async Task A_password_with_a_NUL_verifies_with_a_hash_of_the_text_before_it_without_rehash() =>
        Assert.That(await VerifyAsync("abc\0d", BCrypt.HashPassword("abc", 4)), Is.EqualTo(PasswordVerification.Succeeded));

    [TestCase('b', 5, PasswordVerification.Succeeded)]
    [TestCase('b', 6, PasswordVerification.Succeeded)]
    [TestCase('b', 4, PasswordVerification.SucceededRehashDue)]
    [TestCase('a', 5, PasswordVerification.SucceededRehashDue)]
    public async Task An_outdated_bcrypt_sha256_hash_needs_a_rehash(char revision, int workFactor, PasswordVerification expected)
    {
        const string salt = "AJr/Y5ZeTzJwHsNVLDhFTO";
        var digest = EksBlowfish.Digest(BCryptSha256Hash.Input(Encoding.UTF8.GetBytes(LongPassword), salt, workFactor))[0];
        var hash = new BCryptSha256Hash(revision, workFactor, salt, digest).ToString();
        Assert.That(await VerifyAsync(LongPassword, hash), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_Argon2id_hash_needs_a_rehash() =>
        Assert.That(await VerifyAsync("password", Argon2id), Is.EqualTo(PasswordVerification.SucceededRehashDue));

    [TestCase("Password")]
    [TestCase("")]
    public async Task Another_password_fails_with_an_Argon2id_hash(string password) =>
        Assert.That(await VerifyAsync(password, Argon2id), Is.EqualTo(PasswordVerification.Failed));

    [TestCaseSource(nameof(ForeignHashes))]
    public async Task A_hash_of_another_system_needs_a_rehash(string hash) =>
        Assert.That(await VerifyAsync(SomeFormats.Password, hash), Is.EqualTo(PasswordVerification.SucceededRehashDue));

    [TestCaseSource(nameof(ForeignHashes))]
    public async Task Another_password_fails_with_a_hash_of_another_system(string hash) =>
        Assert.That(await VerifyAsync("Correct-horse-9", hash), Is.EqualTo(PasswordVerification.Failed));

    // HMAC and bcrypt ignore the NUL, as they do in the other system.
    [TestCase("$pbkdf2$1000$c2l4dGVlbiBieXRlcy4uLg$pZVPnKtE/8rq5E2GlskVlS.0D60")]
    [TestCase("$scrypt$ln=10,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("bcrypt$$2b$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    public async Task A_password_that_may_have_an_additional_NUL_does_not_replace_the_hash(string hash) =>
        Assert.That(await VerifyAsync(SomeFormats.Password + "\0", hash), Is.EqualTo(PasswordVerification.Succeeded));

    [Test]
    public async Task A_long_password_verifies_with_a_hash_of_its_first_72_bytes_of_Django_without_rehash() => Assert.That(
        await VerifyAsync(LongPassword, "bcrypt$" + BCrypt.HashPassword(LongPassword, 4)), Is.EqualTo(PasswordVerification.Succeeded));

    [TestCase("$2b$19$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
        "A stored bcrypt hash (19) was not verified: its cost is above the limit")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=19$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2",
        "A stored bcrypt-sha256 hash (19) was not verified: its cost is above the limit")]
    [TestCase("$argon2id$v=19$m=262145,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
        "A stored argon2id hash (m=262145,t=1,p=1) was not verified: its cost is above the limit")]
    [TestCase("pbkdf2_sha256$10000001$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=",
        "A stored django-pbkdf2-sha256 hash (SHA256,i=10000001) was not verified: its cost is above the limit")]
    [TestCase("$firebase-scrypt$ln=14,r=8,k=204e621d$42xEC+ixf3L2lw$Bw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+"
        + "VHjoZilo78198JAdRuid5lQ",
        "A stored firebase-scrypt hash (ln=14,r=8,p=1) was not verified: Auth:Passwords:Firebase:SignerKey is not set")]
    public async Task An_unusable_hash_is_logged_without_its_text(string hash, string message)
    {
        await VerifyAsync("password", hash);
        Assert.That(_log.Lines, Is.EqualTo([$"Warning: {message} "]));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("password")]
    [TestCase("$2x$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [TestCase("$2b$19$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [TestCase("$argon2id$v=19$m=262145,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$argon2id$v=19$m=6")]
    [TestCase("$1$salt$digest")]
    public async Task A_missing_or_unsupported_hash_fails(string? hash) =>
        Assert.That(await VerifyAsync("password", hash), Is.EqualTo(PasswordVerification.Failed));

    [TestCase(null)]
    [TestCase("password")]
    [TestCase("$2b$19$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [TestCase("$scrypt$ln=30,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("AQAAAAL/////AAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=5$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    public async Task A_failure_costs_one_hash_of_the_configured_work_factor(string? hash)
    {
        await VerifyAsync("password", hash);
        Assert.That((_count.Hashes, _count.Rounds), Is.EqualTo((1, 1 << WorkFactor)));
    }

    [Test]
    public async Task Concurrent_requests_get_their_own_hashes()
    {
        var passwords = Enumerable.Range(0, 40).Select(i => $"password {i}").ToArray();
        var hashes = await Task.WhenAll(passwords.Select(HashAsync));
        Assert.That(passwords.Zip(hashes).Where(pair => !BCrypt.Verify(pair.First, pair.Second)), Is.Empty);
    }

    private QueuedPasswordHasher Create(bool readableByFastApiUsers)
    {
        var options = Options.Create(new AuthOptions
        {
            Passwords = { WorkFactor = WorkFactor, ReadableByFastApiUsers = readableByFastApiUsers },
        });
        return new(_queue, _count, SomeFormats.Create(), new Caller(), options, _log);
    }

    private Task<string> HashAsync(string password) => _hasher.HashAsync(password, CancellationToken.None);

    private Task<PasswordVerification> VerifyAsync(string password, string? hash) =>
        _hasher.VerifyAsync(password, hash, CancellationToken.None);
}
