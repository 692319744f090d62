using Auth.Application.Backends.Jwt;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Backends;

public sealed class JwtKeysTests
{
    private const string Verify = "fastapi-users:verify";
    private const string OldSecret = "an-old-secret-of-the-tests-0123456789";

    private static readonly Guid Subject = Guid.NewGuid();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public void An_access_token_has_the_algorithm_and_kid_of_the_signing_key([Values] JwtAlgorithm algorithm)
    {
        var key = SomeKey.For(algorithm);

        var token = Write(Signing(key), JwtCodec.AccessAudience);

        Assert.That(HandmadeToken.HeaderOf(token), Is.EqualTo($$"""{"alg":"{{algorithm}}","kid":"{{key.Id}}","typ":"JWT"}"""));
        Assert.That(key.Signed(token));
    }

    [Test]
    public async Task A_token_signed_with_a_key_is_accepted([Values] JwtAlgorithm algorithm)
    {
        var jwt = Signing(SomeKey.For(algorithm));

        var claims = await jwt.ReadAsync(Write(jwt, JwtCodec.AccessAudience), JwtCodec.AccessAudience);

        Assert.That(claims.Value?.Subject, Is.EqualTo(Subject));
    }

    [Test]
    public async Task A_token_signed_with_a_verification_key_is_accepted([Values] JwtAlgorithm algorithm, [Values] bool isPrivate)
    {
        var key = SomeKey.For(algorithm);
        var jwt = Codec(options => options.VerificationKeys.Add($"{algorithm}:{(isPrivate ? key.PrivatePem : key.PublicPem)}"));

        Assert.That((await jwt.ReadAsync(key.Sign(Claims(JwtCodec.AccessAudience)), JwtCodec.AccessAudience)).Value, Is.Not.Null);
    }

    [Test]
    public void Mail_tokens_are_signed_with_the_secret()
    {
        var token = Write(Signing(SomeKey.Es256), Verify);

        Assert.That(HandmadeToken.HeaderOf(token), Is.EqualTo(HandmadeToken.Header));
        Assert.That(HandmadeToken.IsSigned(token));
    }

    [Test]
    public async Task A_mail_token_signed_with_a_key_is_refused() =>
        Assert.That((await Signing(SomeKey.Es256).ReadAsync(SomeKey.Es256.Sign(Claims(Verify)), Verify)).Value, Is.Null);

    [TestCase(JwtCodec.AccessAudience)]
    [TestCase(Verify)]
    public async Task A_token_signed_with_the_secret_is_accepted_alongside_a_key(string audience) =>
        Assert.That((await Signing(SomeKey.Es256).ReadAsync(HandmadeToken.Sign(Claims(audience)), audience)).Value, Is.Not.Null);

    [TestCase(JwtCodec.AccessAudience)]
    [TestCase(Verify)]
    public async Task Tokens_signed_with_any_configured_secret_are_accepted(string audience)
    {
        var jwt = Codec(options => options.VerificationSecrets.Add(OldSecret));

        Assert.That((await jwt.ReadAsync(HandmadeToken.Sign(Claims(audience), secret: OldSecret), audience)).Value, Is.Not.Null);
        Assert.That((await jwt.ReadAsync(HandmadeToken.Sign(Claims(audience)), audience)).Value, Is.Not.Null);
    }

    [TestCase(JwtCodec.AccessAudience)]
    [TestCase(Verify)]
    public void New_tokens_are_signed_with_the_main_secret(string audience) =>
        Assert.That(HandmadeToken.IsSigned(Write(Codec(options => options.VerificationSecrets.Add(OldSecret)), audience)));

    [TestCase(null, null, JwtAlgorithm.RS256)]
    [TestCase(null, "PS256:", JwtAlgorithm.PS256)]
    [TestCase(JwtAlgorithm.ES256, null, JwtAlgorithm.RS256)]
    [TestCase(JwtAlgorithm.RS256, "PS256:", JwtAlgorithm.PS256)]
    [TestCase(JwtAlgorithm.PS256, null, JwtAlgorithm.PS256)]
    [TestCase(JwtAlgorithm.PS256, "RS256:", JwtAlgorithm.RS256)]
    public void An_RSA_verification_key_uses_its_prefixed_algorithm_or_that_of_the_signing_key(
        JwtAlgorithm? signing, string? prefix, JwtAlgorithm expected)
    {
        var older = signing is JwtAlgorithm.PS256 ? SomeKey.Rs256 : SomeKey.Ps256;
        var jwt = Codec(options =>
        {
            options.VerificationKeys.Add(prefix + older.PublicPem);
            if (signing is { } algorithm)
                (options.SigningKey, options.SigningAlgorithm) = (SomeKey.For(algorithm).PrivatePem, algorithm);
        });

        Assert.That(jwt.PublicKeys.Single(key => key.Kid == older.Id).Alg, Is.EqualTo($"{expected}"));
    }

    [Test]
    public void Secrets_have_no_public_key() =>
        Assert.That(Codec(options => options.VerificationSecrets.Add(OldSecret)).PublicKeys, Is.Empty);

    [TestCase("https://auth.example.com", "\"https://auth.example.com\"", true)]
    [TestCase("https://auth.example.com", null, true)]
    [TestCase("https://auth.example.com", "\"https://auth.example.com/\"", false)]
    [TestCase("https://auth.example.com", "\"HTTPS://auth.example.com\"", false)]
    [TestCase("https://auth.example.com", "\"\"", false)]
    [TestCase("https://auth.example.com", "null", false)]
    [TestCase("https://auth.example.com", """["https://auth.example.com"]""", false)]
    [TestCase(null, "\"anybody\"", true)]
    [TestCase("", "\"anybody\"", true)]
    public async Task A_token_with_another_issuer_is_refused(string? issuer, string? named, bool good)
    {
        var jwt = Codec(options => options.Issuer = issuer);

        var token = HandmadeToken.Sign(Claims(JwtCodec.AccessAudience, ("iss", named)));

        Assert.That((await jwt.ReadAsync(token, JwtCodec.AccessAudience)).Value, good ? Is.Not.Null : Is.Null);
    }

    [TestCase(JwtCodec.AccessAudience)]
    [TestCase(Verify)]
    public void A_token_contains_the_configured_issuer(string audience)
    {
        var token = Write(Codec(options => options.Issuer = "https://auth.example.com"), audience);

        Assert.That(HandmadeToken.ClaimsOf(token).GetProperty("iss").GetString(), Is.EqualTo("https://auth.example.com"));
    }

    private static string Write(JwtCodec jwt, string audience) => jwt.Write(Subject, audience, TimeSpan.FromMinutes(1), []);

    private JwtCodec Signing(SomeKey key) =>
        Codec(options => (options.SigningKey, options.SigningAlgorithm) = (key.PrivatePem, key.Algorithm));

    private JwtCodec Codec(Action<JwtOptions> set) => new(Settings.Create(options => set(options.Jwt)), _time);

    private string Claims(string audience, params (string Name, string? Json)[] changes) =>
        HandmadeToken.Claims(Subject, _time.GetUtcNow(), audience, changes);
}
