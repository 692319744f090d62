using Auth.Application.Passwords;
using Auth.ReferenceHashes;

namespace Auth.Tests.Unit.Passwords.Formats;

public sealed class KeycloakCredentialTests
{
    private const string Argon2Data =
        """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}""";

    private const string Argon2Secret =
        """{"value":"BruFLfFkjH/8erZ26NnrbkOrWiZuQyDRCHD9o0R6Scg=","salt":"Cf9AYCE5pAbb4CKEF0GUTA==","additionalParameters":{}}""";

    // Published exports of Keycloak whose users have the password "password".
    [TestCase("""{"value":"JsfNbCOIdZUbyBJ+BT+VoGI91Ec2rWLOvkLPDaX8e9k=","salt":"P5rtFkGtPfoaryJ6PizUJw==","additionalParameters":{}}""",
        """{"hashIterations":27500,"algorithm":"pbkdf2-sha256","additionalParameters":{}}""",
        "$pbkdf2-sha256$27500$P5rtFkGtPfoaryJ6PizUJw$JsfNbCOIdZUbyBJ.BT.VoGI91Ec2rWLOvkLPDaX8e9k")]
    [TestCase(Argon2Secret, Argon2Data,
        "$argon2id$v=19$m=7168,t=5,p=1$Cf9AYCE5pAbb4CKEF0GUTA$BruFLfFkjH/8erZ26NnrbkOrWiZuQyDRCHD9o0R6Scg")]
    public void A_published_credential_is_converted_and_verifies(string secretData, string credentialData, string expected)
    {
        var hash = KeycloakCredential.ToStoredHash(secretData, credentialData);
        Assert.That(hash, Is.EqualTo(expected));
        Assert.That(SomeFormats.Verify("password", hash!));
    }

    // Keycloak 24 uses 210,000 iterations of SHA-512 and 64 bytes; earlier versions used 64 bytes with every function.
    [TestCase("pbkdf2", "sha1", 64)]
    [TestCase("pbkdf2-sha256", "sha256", 64)]
    [TestCase("pbkdf2-sha512", "sha512", 64)]
    [TestCase("pbkdf2-sha512", "sha512", 128)]
    public void A_digest_of_each_function_and_length_verifies(string algorithm, string function, int digestBytes)
    {
        if (!OpenSsl.IsAvailable)
            Assert.Ignore("needs Python");
        var salt = "sixteen \u00ff\u00fe bytes"u8.ToArray();
        var digest = OpenSsl.Pbkdf2(function, "password"u8.ToArray(), salt, 1234, digestBytes);
        var hash = KeycloakCredential.ToStoredHash(
            $$"""{"value":"{{Convert.ToBase64String(digest)}}","salt":"{{Convert.ToBase64String(salt)}}"}""",
            $$"""{"hashIterations":1234,"algorithm":"{{algorithm}}"}""");
        Assert.That(SomeFormats.Verify("password", hash!));
    }

    [TestCase("", Argon2Data)]
    [TestCase("null", Argon2Data)]
    [TestCase("[]", Argon2Data)]
    [TestCase("{}", Argon2Data)]
    [TestCase("""{"value":"BruF","salt":null}""", Argon2Data)]
    [TestCase("""{"value":"?","salt":"AAAA"}""", Argon2Data)]
    [TestCase("""{"value":"BruF","salt":5}""", Argon2Data)]
    [TestCase(Argon2Secret, "")]
    [TestCase(Argon2Secret, "null")]
    [TestCase(Argon2Secret, """{"hashIterations":27500}""")]
    [TestCase(Argon2Secret, """{"hashIterations":-1,"algorithm":"pbkdf2-sha256"}""")]
    [TestCase(Argon2Secret, """{"hashIterations":99999999999,"algorithm":"pbkdf2-sha256"}""")]
    [TestCase(Argon2Secret, """{"hashIterations":10,"algorithm":"bcrypt"}""")]
    [TestCase(Argon2Secret, """{"hashIterations":5,"algorithm":"argon2"}""")]
    [TestCase(Argon2Secret, """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":["7168"],"type":["i"],"version":["1.3"],"parallelism":["1"]}}""")]
    [TestCase(Argon2Secret, """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":[null],"type":["id"],"version":["1.3"],"parallelism":null}}""")]
    [TestCase(Argon2Secret, """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"memory":["7168"],"type":["id"],"version":["1.0"],"parallelism":["1"]}}""")]
    public void Any_other_credential_is_refused(string secretData, string credentialData) =>
        Assert.That(KeycloakCredential.ToStoredHash(secretData, credentialData), Is.Null);
}
