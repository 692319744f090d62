using System.Globalization;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Domain.Users;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Backends;

public sealed class JwtCodecTests
{
    private const string Audience = "fastapi-users:auth";
    private const string Verify = "fastapi-users:verify";
    private const string Id = "7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f";
    private const string Text = $"\"{Id}\"";

    private static readonly Guid Subject = new(Id);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly JwtCodec _jwt;

    public JwtCodecTests() => _jwt = new(Settings.Create(), _time);

    [TestCase(-1, true)]
    [TestCase(0, false)]
    [TestCase(1, false)]
    public async Task A_token_is_valid_until_the_second_it_expires(int seconds, bool good)
    {
        var token = _jwt.Write(Subject, Audience, TimeSpan.FromSeconds(60), []);

        _time.Advance(TimeSpan.FromSeconds(60 + seconds));

        Assert.That((await _jwt.ReadAsync(token, Audience)).Value, good ? Is.Not.Null : Is.Null);
    }

    [Test]
    public async Task A_token_that_was_read_before_expires()
    {
        var token = _jwt.Write(Subject, Audience, TimeSpan.FromSeconds(60), []);
        var before = await _jwt.ReadAsync(token, Audience);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.That(
            (before.Refusal, (await _jwt.ReadAsync(token, Audience)).Refusal),
            Is.EqualTo((default(TokenRefusal?), (TokenRefusal?)TokenRefusal.Expired)));
    }

    [Test]
    public async Task A_token_read_for_one_audience_is_verified_again_for_another()
    {
        using var jwt = new JwtCodec(Settings.Create(options => options.Jwt.SigningKey = SomeKey.Es256.PrivatePem), _time);
        var token = SomeKey.Es256.Sign(HandmadeToken.Claims(
            Subject, _time.GetUtcNow(), Audience, ("aud", $"[\"{Audience}\",\"{Verify}\"]")));
        var access = await jwt.ReadAsync(token, Audience);

        var mailed = await jwt.ReadAsync(token, Verify);

        Assert.That((access.Refusal, mailed.Refusal), Is.EqualTo((default(TokenRefusal?), (TokenRefusal?)TokenRefusal.BadSignature)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_subject_can_be_a_legacy_id_by_a_setting(bool accepted)
    {
        using var jwt = new JwtCodec(Settings.Create(options => options.Migration.AcceptLegacyIds = accepted), _time);
        var token = HandmadeToken.Sign(HandmadeToken.Claims(Subject, _time.GetUtcNow(), Audience, ("sub", "\"1000\"")));

        var reading = await jwt.ReadAsync(token, Audience);

        Assert.That(reading.Value?.Subject, Is.EqualTo(accepted ? ForeignId.ToGuid("1000") : default(Guid?)));
    }

    [Test]
    public async Task A_token_created_by_another_library_is_accepted() => Assert.That(await Read(), Is.Not.Null);

    [TestCase("nbf", -1, true)]
    [TestCase("nbf", 0, true)]
    [TestCase("nbf", 1, false)]
    [TestCase("exp", 0.5, true)]
    [TestCase("exp", -0.5, false)]
    public async Task A_token_is_valid_between_nbf_and_exp(string claim, double seconds, bool good) =>
        Assert.That(await Read((claim, Seconds(_time.GetUtcNow(), seconds))), good ? Is.Not.Null : Is.Null);

    [TestCase("exp", null, false, TestName = "{m}: no exp")]
    [TestCase("exp", "null", false)]
    [TestCase("exp", "\"1893459999\"", false)]
    [TestCase("exp", "true", false)]
    [TestCase("exp", "1893459999.5", true)]
    [TestCase("exp", "1e999", false)]
    [TestCase("exp", "-1e999", false)]
    [TestCase("nbf", "\"1893450000\"", false)]
    [TestCase("nbf", "null", false)]
    [TestCase("iat", "\"1893450000\"", false)]
    [TestCase("iat", "[1893450000]", false)]
    [TestCase("iat", "1893459999", true)]
    public async Task A_date_claim_must_be_a_number(string claim, string? json, bool good) =>
        Assert.That(await Read((claim, json)), good ? Is.Not.Null : Is.Null);

    [TestCase("\"fastapi-users:auth\"", true)]
    [TestCase("""["fastapi-users:auth"]""", true)]
    [TestCase("""["another","fastapi-users:auth"]""", true)]
    [TestCase(null, false, TestName = "{m}: no aud")]
    [TestCase("null", false)]
    [TestCase("\"fastapi-users:reset\"", false)]
    [TestCase("\"fastapi-users:AUTH\"", false)]
    [TestCase("""["another"]""", false)]
    [TestCase("""["fastapi-users:auth",1]""", false)]
    [TestCase("""[["fastapi-users:auth"]]""", false)]
    [TestCase("[]", false)]
    [TestCase("""{"fastapi-users:auth":1}""", false)]
    [TestCase("1", false)]
    public async Task The_audience_must_be_present(string? json, bool good) =>
        Assert.That(await Read(("aud", json)), good ? Is.Not.Null : Is.Null);

    [TestCase("""{"alg":"none","typ":"JWT"}""")]
    [TestCase("""{"alg":"HS512","typ":"JWT"}""")]
    [TestCase("""{"alg":"RS256","typ":"JWT"}""")]
    [TestCase("""{"alg":"hs256","typ":"JWT"}""")]
    [TestCase("""{"typ":"JWT"}""")]
    [TestCase("""{"alg":"HS256","crit":["exp"]}""")]
    [TestCase("""{"alg":"HS256","crit":[]}""")]
    [TestCase("""{"alg":"HS256","b64":false}""")]
    [TestCase("""{"alg":"HS256","b64":false,"crit":["b64"]}""")]
    [TestCase("""["HS256"]""")]
    [TestCase("no JSON")]
    public async Task A_header_other_than_plain_HS256_is_refused(string header) =>
        Assert.That((await _jwt.ReadAsync(HandmadeToken.Sign(Claims(), header), Audience)).Value, Is.Null);

    [TestCase("""{"alg":"HS256"}""")]
    [TestCase("""{"typ":"jwt","alg":"HS256"}""")]
    [TestCase("""{"alg":"HS256","typ":"JWT","kid":"1"}""")]
    [TestCase("""{"alg":"HS256","unknown":"parameter"}""")]
    public async Task An_HS256_header_with_unknown_or_missing_parameters_is_accepted(string header) =>
        Assert.That((await _jwt.ReadAsync(HandmadeToken.Sign(Claims(), header), Audience)).Value, Is.Not.Null);

    [Test]
    public async Task A_signature_by_another_secret_is_refused() =>
        Assert.That((await _jwt.ReadAsync(HandmadeToken.Sign(Claims(), secret: Settings.Secret + "!"), Audience)).Value, Is.Null);

    [Test]
    public async Task A_token_without_a_signature_is_refused()
    {
        var unsigned = $"{HandmadeToken.Encode("""{"alg":"none"}""")}.{HandmadeToken.Encode(Claims())}.";

        Assert.That((await _jwt.ReadAsync(unsigned, Audience)).Value, Is.Null);
    }

    [Test]
    public async Task Claims_with_the_signature_of_another_token_are_refused()
    {
        var (token, other) = (HandmadeToken.Sign(Claims()).Split('.'), HandmadeToken.Sign(Claims(("sub", "1"))).Split('.'));

        Assert.That((await _jwt.ReadAsync($"{token[0]}.{token[1]}.{other[2]}", Audience)).Value, Is.Null);
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("....")]
    [TestCase("a.b.c")]
    [TestCase("eyJhbGciOiJIUzI1NiJ9")]
    [TestCase("\0")]
    [TestCase("ä.ö.ü")]
    [TestCase("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..AA.AA.AA")]
    public async Task A_malformed_token_is_refused(string text) =>
        Assert.That((await _jwt.ReadAsync(text, Audience)).Value, Is.Null);

    [Test]
    public async Task A_text_of_a_megabyte_is_refused() =>
        Assert.That((await _jwt.ReadAsync(new string('a', 1 << 20), Audience)).Value, Is.Null);

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"text\"")]
    [TestCase("")]
    [TestCase("{")]
    [TestCase("""{"aud":"fastapi-users:auth","exp":1893459999,"exp":1893459999}""")]
    [TestCase("""{"aud":"fastapi-users:auth","aud":"another","exp":1893459999}""")]
    public async Task A_payload_that_is_not_an_object_with_unique_members_is_refused(string payload) =>
        Assert.That((await _jwt.ReadAsync(HandmadeToken.Sign(payload), Audience)).Value, Is.Null);

    [TestCase(Text, null, true)]
    [TestCase("\"7C4FD1E2-9B3A-4C55-8F60-0A1B2C3D4E5F\"", null, true)]
    [TestCase(null, Text, true)]
    [TestCase(Text, "\"another\"", true)]
    [TestCase(null, null, false)]
    [TestCase("\"another\"", Text, false)]
    [TestCase("\"\"", Text, false)]
    [TestCase("1", Text, false)]
    [TestCase("false", Text, false)]
    [TestCase("null", Text, false)]
    [TestCase("[]", Text, false)]
    [TestCase("{}", Text, false)]
    [TestCase(null, "1", false)]
    [TestCase("\"{7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f}\"", null, false)]
    [TestCase("\"7c4fd1e29b3a4c558f600a1b2c3d4e5f\"", null, false)]
    [TestCase("\" 7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f\"", null, false)]
    public async Task The_subject_is_sub_if_present_and_user_id_otherwise(string? sub, string? userId, bool expected)
    {
        var claims = await Read(("sub", sub), ("user_id", userId));

        Assert.That(claims?.Subject, Is.EqualTo(expected ? Subject : null));
    }

    [Test]
    public async Task A_lone_surrogate_is_not_a_subject()
    {
        var payload = $$"""{"sub":"\ud800","user_id":"{{Id}}","aud":"{{Audience}}","exp":1893459999}""";

        var claims = (await _jwt.ReadAsync(HandmadeToken.Sign(payload), Audience)).Value;

        Assert.That(claims?.Subject, Is.Null);
    }

    [TestCase("\"here\"", "here")]
    [TestCase("1", null)]
    [TestCase("null", null)]
    [TestCase(null, null)]
    public async Task A_claim_that_is_not_a_string_is_not_converted(string? json, string? expected) =>
        Assert.That((await Read(("email", json)))!.GetString("email"), Is.EqualTo(expected));

    private async Task<JwtClaims?> Read(params (string Name, string? Json)[] changes) =>
        (await _jwt.ReadAsync(HandmadeToken.Sign(Claims(changes)), Audience)).Value;

    private static string Seconds(DateTimeOffset now, double more) =>
        (now.ToUnixTimeSeconds() + more).ToString(CultureInfo.InvariantCulture);

    private string Claims(params (string Name, string? Json)[] changes) =>
        HandmadeToken.Claims(Subject, _time.GetUtcNow(), Audience, changes);
}
