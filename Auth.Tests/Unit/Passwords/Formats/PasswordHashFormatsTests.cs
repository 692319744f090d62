using System.Text;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords.Formats;

namespace Auth.Tests.Unit.Passwords.Formats;

public sealed class PasswordHashFormatsTests
{
    // Characters that have a meaning in some format, and some that have none.
    private const string Characters = "$=,.+/:-_ 0189abcmtprnlvikABQgZ\0\n\u00e4\ud83d";

    private static readonly PasswordHashFormats Formats = SomeFormats.Create(SomeFormats.SignerKey);

    private static readonly string Firebase =
        FirebaseCredential.ToStoredHash(
            new() { SignerKey = SomeFormats.SignerKey, MemoryCost = 10 }, "42xEC+ixf3L2lw==", SomeFormats.SignerKey)!;

    private static IEnumerable<string> Hashes => SomeFormats.Hashes.Select(hash => hash.Hash).Append(Firebase);

    [Test]
    public void A_hash_is_described_by_kind_and_cost() => Assert.That(
        SomeFormats.Hashes.Select(hash => Formats.Describe(hash.Hash)),
        Is.EqualTo(SomeFormats.Hashes.Select(hash => new HashDescription(hash.Kind, hash.Cost))));

    [Test]
    public void A_hash_names_its_algorithm_in_metrics() => Assert.That(
        SomeFormats.Hashes.Select(hash => Formats.Find(hash.Hash)?.Prepare([]).Algorithm),
        Is.EqualTo(SomeFormats.Hashes.Select(hash => hash.Algorithm)));

    [Test]
    public void Only_the_right_password_verifies() => Assert.That(
        SomeFormats.Hashes.Select(hash => hash.Hash).Where(hash => !SomeFormats.Verify(SomeFormats.Password, hash)
            || SomeFormats.Verify("Correct-horse-9", hash) || SomeFormats.Verify("correct-horse-9 ", hash)
            || SomeFormats.Verify("", hash)),
        Is.Empty);

    [TestCase("")]
    [TestCase("password")]
    [TestCase("!")]
    [TestCase("!7lNnrrXMu0kIhZTvFsPA9BqvPXq3NSWKJGNWIu6K")]
    [TestCase("$2x$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("bcrypt$$2x$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("bcrypt$2b$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("argon2$argon2i$v=19$m=512,t=2,p=2$c2Vhc2FsdHNlYXNhbHQ$zkBAa4GpsrgYCmeV2FkG/g")]
    [TestCase("sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8")]
    [TestCase("md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3")]
    [TestCase("pbkdf2_sha256$0$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("pbkdf2_sha256$-1$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("pbkdf2_sha256$1000$$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("pbkdf2_sha256$1000$seasalt$OofSeP0tGjWlOeYzqZC1")]
    [TestCase("pbkdf2_sha256$1000$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=\n")]
    [TestCase("pbkdf2_sha512$1000$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("$pbkdf2-sha256$01000$c2l4dGVlbiBieXRlcy4uLg$HNvUhzFlxlSLidH69kjoCXan8iK9PtGspsu9X.8zonc")]
    [TestCase("$pbkdf2-sha256$1000$c2l4dGVlbiBieXRlcy4uLg$HNvUhzFlxlSLidH69kjoCXan8iK9PtGspsu9X+8zonc")]
    [TestCase("$pbkdf2-sha256$1000$c2l4d$HNvUhzFlxlSLidH69kjoCXan8iK9PtGspsu9X.8zonc")]
    [TestCase("$scrypt$ln=0,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("$scrypt$ln=31,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("$scrypt$ln=16,r=1,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("scrypt$1000$seasalt$8$1$762xu+Aci7k8JU43YAdnddASYTr5Oypt5ltXqu6Ootmky+KgsCBgO4xGvJGxlxeboSkH71UYiUWaP0Dub23q2w==")]
    [TestCase("scrypt$1$seasalt$8$1$762xu+Aci7k8JU43YAdnddASYTr5Oypt5ltXqu6Ootmky+KgsCBgO4xGvJGxlxeboSkH71UYiUWaP0Dub23q2w==")]
    [TestCase("AHNpeHRlZW4gYnl0ZXMuLi6llU+cq0T/yurkTYaWyRWVL7QPrf95nFiZredDeIda")]
    [TestCase("AgAAAAIAAAPoAAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("AQAAAAMAAAPoAAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("AQAAAAIAAAAAAAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("AQAAAAL/////AAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("AQAAAAIAAAPo/////3NpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("AQAAAAIAAAPoAAAADHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("$firebase-scrypt$ln=14,r=8$42xEC+ixf3L2lw$Bw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz")]
    public void Any_other_text_is_in_no_format(string text) => Assert.That(Formats.Find(text), Is.Null);

    [Test]
    public void A_text_longer_than_the_column_is_in_no_format() =>
        Assert.That(Formats.Find("pbkdf2_sha256$1000$seasalt$" + new string('A', 10_000_000)), Is.Null);

    [TestCase("$2b$19$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("bcrypt$$2b$19$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("bcrypt_sha256$$2b$31$CCCCCCCCCCCCCCCCCCCCC.ilkKeHGQG62H/iWSQYE4BtpqG2IKNEC")]
    [TestCase("argon2$argon2id$v=19$m=262145,t=1,p=2$c2Vhc2FsdHNlYXNhbHQ$zkBAa4GpsrgYCmeV2FkG/g")]
    [TestCase("pbkdf2_sha256$10000001$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("pbkdf2_sha256$2147483647$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("$pbkdf2-sha256$5000001$c2l4dGVlbiBieXRlcy4uLg$8nbcpxOwnBTv.8ImefUrekdS4PcImp58QuzaaKK9nOMVjElMkLH4RZf5Kc4B.nhuZ5rReCDhBCuHtGO2UmOvLQ")]
    [TestCase("$scrypt$ln=30,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("$scrypt$ln=18,r=9,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("$scrypt$ln=18,r=8,p=5$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("$scrypt$ln=30,r=1024,p=1024$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("scrypt$536870912$seasalt$8$1$762xu+Aci7k8JU43YAdnddASYTr5Oypt5ltXqu6Ootmky+KgsCBgO4xGvJGxlxeboSkH71UYiUWaP0Dub23q2w==")]
    [TestCase("AQAAAAIAmJaBAAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    public void A_hash_above_the_limits_is_not_computed(string text)
    {
        Assert.That(Formats.Find(text)?.Obstacle, Is.EqualTo("its cost is above the limit"));
        Assert.That(Formats.Describe(text), Is.Null);
    }

    [TestCase("$2a$")]
    [TestCase("$2b$")]
    [TestCase("$2y$")]
    public void The_bcrypt_hashes_of_Supabase_Auth0_and_PHP_verify(string prefix) => Assert.That(
        SomeFormats.Verify(SomeFormats.Password, prefix + "04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm"));

    [TestCase("pass\0word")]
    [TestCase("l\u00e8tmein \ud83d\udd11")]
    public void Every_byte_of_a_password_of_a_megabyte_is_significant_except_in_bcrypt(string start)
    {
        var password = Encoding.UTF8.GetBytes(start + new string('x', 1_000_000));
        var other = password[..^1].Append((byte)'y').ToArray();
        var digests = SomeFormats.Hashes.Where(hash => hash.Kind is not ("bcrypt" or "django-bcrypt"))
            .Select(hash => Formats.Find(hash.Hash)!)
            .Select(hash => (hash.Kind, One: hash.Prepare(password).Compute(), Other: hash.Prepare(other).Compute()));

        Assert.That(digests.Where(pair => pair.One.AsSpan().SequenceEqual(pair.Other)).Select(pair => pair.Kind), Is.Empty);
    }

    [Test]
    public void A_damaged_hash_neither_throws_nor_verifies_by_chance()
    {
        var random = new Random(4711);
        var (damaged, computed) = (0, 0);
        foreach (var hash in Hashes)
        {
            var cost = Formats.Describe(hash)!.Value.Cost;
            for (var i = 0; i < 1000; i++)
            {
                var text = Damage(hash, random);
                damaged++;
                if (Formats.Find(text) is not { Obstacle: null } found || found.Cost != cost)
                    continue;
                if (i % 20 == 0)
                    computed += found.Prepare("any"u8.ToArray()).Compute().Length > 0 ? 1 : 0;
            }
        }

        Assert.That(damaged, Is.EqualTo(15_000));
        Assert.That(computed, Is.GreaterThan(30));
    }

    private static string Damage(string hash, Random random)
    {
        var text = new StringBuilder(hash);
        for (var change = random.Next(1, 4); change > 0 && text.Length > 0; change--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, random.Next(1, text.Length - at + 1)); break;
                case 1: text.Insert(at, Characters[random.Next(Characters.Length)].ToString(), random.Next(1, 9)); break;
                case 2: text.Insert(at, hash[random.Next(hash.Length)..]); break;
                default: text[at] = Characters[random.Next(Characters.Length)]; break;
            }
        }

        return text.ToString();
    }
}
