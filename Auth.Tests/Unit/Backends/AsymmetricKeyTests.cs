using System.Buffers.Text;
using System.Security.Cryptography;
using Auth.Application.Backends.Jwt;

namespace Auth.Tests.Unit.Backends;

public sealed class AsymmetricKeyTests
{
    private const string Passphrase = "a passphrase";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);

    private static IEnumerable<TestCaseData> Private =>
    [
        Good("RSA in PKCS #8", JwtAlgorithm.RS256, Made.Rsa.ExportPkcs8PrivateKeyPem()),
        Good("RSA in PKCS #1", JwtAlgorithm.RS256, Made.Rsa.ExportRSAPrivateKeyPem()),
        Good("EC in PKCS #8", JwtAlgorithm.ES256, Made.Ecdsa.ExportPkcs8PrivateKeyPem()),
        Good("EC in SEC 1", JwtAlgorithm.ES256, Made.Ecdsa.ExportECPrivateKeyPem()),
        Good("EC after its parameters, as OpenSSL writes it", JwtAlgorithm.ES256,
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + Made.Ecdsa.ExportECPrivateKeyPem()),
        Good("text around the key", JwtAlgorithm.ES256, $"A key:\n{Made.Ecdsa.ExportPkcs8PrivateKeyPem()}\nThat was it.\n"),
        Good("CRLF line endings", JwtAlgorithm.RS256,
            Made.Rsa.ExportPkcs8PrivateKeyPem().Replace("\n", "\r\n", StringComparison.Ordinal)),
    ];

    private static IEnumerable<TestCaseData> Public =>
    [
        Good("an RSA key", JwtAlgorithm.RS256, Made.Rsa.ExportSubjectPublicKeyInfoPem()),
        Good("an RSA key in PKCS #1", JwtAlgorithm.RS256, Made.Rsa.ExportRSAPublicKeyPem()),
        Good("an EC key", JwtAlgorithm.ES256, Made.Ecdsa.ExportSubjectPublicKeyInfoPem()),
    ];

    private static IEnumerable<TestCaseData> Refused =>
    [
        Bad("RSA of 1024 bits", "1024 bits", RSA.Create(1024).ExportPkcs8PrivateKeyPem()),
        Bad("EC on P-384", "another curve", ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKeyPem()),
        Bad("EC on another curve of 256 bits", "another curve",
            ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1).ExportPkcs8PrivateKeyPem()),
        Bad("RSA, encrypted", "encrypted", Made.Rsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, Encryption)),
        Bad("EC, encrypted", "encrypted", Made.Ecdsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, Encryption)),
        Bad("encrypted in the traditional OpenSSL format", "encrypted", Made.Rsa.ExportRSAPrivateKeyPem().Replace(
            "KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n")),
        Bad("a public RSA key", "is a public key", Made.Rsa.ExportSubjectPublicKeyInfoPem()),
        Bad("a public EC key", "is a public key", Made.Ecdsa.ExportSubjectPublicKeyInfoPem()),
        Bad("two keys", "more than one key", Made.Rsa.ExportPkcs8PrivateKeyPem() + "\n" + Made.Ecdsa.ExportPkcs8PrivateKeyPem()),
        Bad("a private and a public key", "more than one key",
            Made.Rsa.ExportPkcs8PrivateKeyPem() + "\n" + Made.Rsa.ExportSubjectPublicKeyInfoPem()),
        Bad("Ed25519", "RSA key or one on the curve P-256",
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
            + "-----END PRIVATE KEY-----"),
        Bad("a truncated key", "no key in PEM", Made.Rsa.ExportPkcs8PrivateKeyPem()[..400]),
        Bad("invalid key data", "cannot be read", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
        Bad("a certificate", "no key in PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        Bad("a secret", "no key in PEM", Settings.Secret),
        Bad("an empty file", "no key in PEM", ""),
    ];

    [TestCaseSource(nameof(Private))]
    public void A_private_key_is_read(JwtAlgorithm algorithm, string pem) => IsRead(algorithm, pem, isPrivate: true);

    [TestCaseSource(nameof(Private))]
    [TestCaseSource(nameof(Public))]
    public void A_public_key_suffices_to_verify(JwtAlgorithm algorithm, string pem) => IsRead(algorithm, pem, isPrivate: false);

    [TestCaseSource(nameof(Refused))]
    public void An_unsupported_key_is_refused_with_the_reason(string reason, string pem)
    {
        Assert.That(AsymmetricKey.TryRead(pem, isPrivate: true, algorithm: null, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain(reason));
    }

    [TestCase(JwtAlgorithm.ES256)]
    [TestCase(JwtAlgorithm.RS256)]
    [TestCase(JwtAlgorithm.PS256)]
    public void A_key_is_refused_for_an_algorithm_of_another_key_type(JwtAlgorithm algorithm)
    {
        var pem = algorithm is JwtAlgorithm.ES256 ? Made.Rsa.ExportPkcs8PrivateKeyPem() : Made.Ecdsa.ExportPkcs8PrivateKeyPem();

        AsymmetricKey.TryRead(pem, isPrivate: true, algorithm, out _, out var problem);

        Assert.That(problem, Does.Contain($"{algorithm}"));
    }

    [Test]
    public void An_RSA_key_can_be_used_for_PS256()
    {
        AsymmetricKey.TryRead(Made.Rsa.ExportPkcs8PrivateKeyPem(), isPrivate: true, JwtAlgorithm.PS256, out var key, out _);

        Assert.That((key?.Algorithm, key?.PublicKey.Alg), Is.EqualTo((JwtAlgorithm.PS256, "PS256")));
    }

    [Test(Description = "RFC 7638 section 3.1")]
    public void The_id_of_a_key_is_its_thumbprint()
    {
        using var rsa = RSA.Create(new RSAParameters
        {
            Exponent = [1, 0, 1],
            Modulus = Base64Url.DecodeFromChars(
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_B"
                + "JECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_F"
                + "DW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4"
                + "vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"),
        });

        AsymmetricKey.TryRead(rsa.ExportSubjectPublicKeyInfoPem(), isPrivate: false, algorithm: null, out var key, out _);

        Assert.That(key?.Id, Is.EqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    }

    [Test]
    public void A_public_key_contains_no_private_parameters([Values] JwtAlgorithm algorithm)
    {
        AsymmetricKey.TryRead(SomeKey.For(algorithm).PrivatePem, isPrivate: true, algorithm, out var key, out _);

        Assert.That(
            new[] { key!.PublicKey.D, key.PublicKey.P, key.PublicKey.Q, key.PublicKey.DP, key.PublicKey.DQ, key.PublicKey.QI },
            Is.All.Null);
    }

    private static void IsRead(JwtAlgorithm algorithm, string pem, bool isPrivate)
    {
        Assert.That(AsymmetricKey.TryRead(pem, isPrivate, algorithm: null, out var key, out _));
        Assert.That(key!.Algorithm, Is.EqualTo(algorithm));
    }

    private static TestCaseData Good(string name, JwtAlgorithm algorithm, string pem) =>
        new TestCaseData(algorithm, pem).SetArgDisplayNames(name);

    private static TestCaseData Bad(string name, string reason, string pem) =>
        new TestCaseData(reason, pem).SetArgDisplayNames(name);

    private static class Made
    {
        public static readonly RSA Rsa = RSA.Create(2048);
        public static readonly ECDsa Ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }
}
