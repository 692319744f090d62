using System.Text;
using Auth.Application;
using Auth.Infrastructure.Passwords.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Passwords.Formats;

/// <summary>The registered formats, and a hash of <see cref="Password"/> in each of them.</summary>
internal static class SomeFormats
{
    public const string Password = "correct-horse-9";

    // The published example of a project of Firebase.
    public const string SignerKey = "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";

    /// <summary>Hashes made with passlib, Django 3.2 and Python's hashlib, all with low costs.</summary>
    public static readonly (string Hash, string Kind, string Cost, string Algorithm)[] Hashes =
    [
        ("$2b$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm", "bcrypt", "4", "bcrypt"),
        ("$argon2id$v=19$m=64,t=1,p=2$c2l4dGVlbiBieXRlcy4uLg$nCF+qe4L9aOhZR6UtrS8nw", "argon2id", "m=64,t=1,p=2", "argon2id"),
        ("$pbkdf2-sha256$1000$c2l4dGVlbiBieXRlcy4uLg$HNvUhzFlxlSLidH69kjoCXan8iK9PtGspsu9X.8zonc",
            "pbkdf2-sha256", "SHA256,i=1000", "pbkdf2"),
        ("$pbkdf2-sha512$1000$c2l4dGVlbiBieXRlcy4uLg"
            + "$8nbcpxOwnBTv.8ImefUrekdS4PcImp58QuzaaKK9nOMVjElMkLH4RZf5Kc4B.nhuZ5rReCDhBCuHtGO2UmOvLQ",
            "pbkdf2-sha512", "SHA512,i=1000", "pbkdf2"),
        ("$pbkdf2$1000$c2l4dGVlbiBieXRlcy4uLg$pZVPnKtE/8rq5E2GlskVlS.0D60", "pbkdf2-sha1", "SHA1,i=1000", "pbkdf2"),
        ("$scrypt$ln=10,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI",
            "scrypt", "ln=10,r=8,p=1", "scrypt"),
        ("pbkdf2_sha256$1000$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=",
            "django-pbkdf2-sha256", "SHA256,i=1000", "pbkdf2"),
        ("pbkdf2_sha1$1000$seasalt$nDbIUph1WZc3duIub4A13zr5zps=", "django-pbkdf2-sha1", "SHA1,i=1000", "pbkdf2"),
        ("argon2$argon2id$v=19$m=64,t=1,p=2$c2Vhc2FsdHNlYXNhbHQ$zkBAa4GpsrgYCmeV2FkG/g",
            "django-argon2id", "m=64,t=1,p=2", "argon2id"),
        ("bcrypt_sha256$$2b$04$CCCCCCCCCCCCCCCCCCCCC.ilkKeHGQG62H/iWSQYE4BtpqG2IKNEC", "django-bcrypt-sha256", "4", "bcrypt"),
        ("bcrypt$$2b$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm", "django-bcrypt", "4", "bcrypt"),
        ("scrypt$1024$seasalt$8$1$762xu+Aci7k8JU43YAdnddASYTr5Oypt5ltXqu6Ootmky+KgsCBgO4xGvJGxlxeboSkH71UYiUWaP0Dub23q2w==",
            "django-scrypt", "ln=10,r=8,p=1", "scrypt"),
        ("AHNpeHRlZW4gYnl0ZXMuLi6llU+cq0T/yurkTYaWyRWVL7QPrf95nFiZredDeIdaNA==", "identity-v2", "SHA1,i=1000", "pbkdf2"),
        ("AQAAAAIAAAPoAAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==",
            "identity-v3", "SHA512,i=1000", "pbkdf2"),
    ];

    public static PasswordHashFormats Create(string? signerKey = null)
    {
        using var services = new ServiceCollection()
            .Configure<AuthOptions>(options => options.Passwords.Firebase.SignerKey = signerKey)
            .AddPasswordHashFormats()
            .BuildServiceProvider();
        return services.GetRequiredService<PasswordHashFormats>();
    }

    /// <summary>Returns whether a password is right for a stored hash.</summary>
    public static bool Verify(string password, string hash) => Verify(Encoding.UTF8.GetBytes(password), hash);

    public static bool Verify(byte[] password, string hash) =>
        Create(SignerKey).Find(hash) is { Obstacle: null } found
        && found.Prepare(password).Compute().AsSpan().SequenceEqual(found.Digest);
}
