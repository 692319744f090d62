using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Tests.Unit.Mail;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Backends;

public sealed class WeakSecretsTests
{
    private const string Weak = "SECRET";
    private const string Verify = "fastapi-users:verify";
    private const string Reset = "fastapi-users:reset";
    private const string RecoverEmail = "fastapi-users:recover-email";

    private static readonly Guid Subject = Guid.NewGuid();
    private static readonly DateOnly Today = new(2030, 1, 1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Five minutes before the end of the day.
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 23, 55, 0, TimeSpan.Zero));

    [TestCase(JwtCodec.AccessAudience)]
    [TestCase(Verify)]
    [TestCase(Reset)]
    public async Task A_token_of_fastapi_users_is_accepted_until_the_end_of_the_day(string audience)
    {
        var (jwt, token) = (Codec(Today), Sign(Weak, audience));
        _time.Advance(TimeSpan.FromMinutes(5) - Second);
        var before = await jwt.ReadAsync(token, audience);

        _time.Advance(Second);

        Assert.That(before.Value?.Subject, Is.EqualTo(Subject));
        Assert.That((await jwt.ReadAsync(token, audience)).Refusal, Is.EqualTo(TokenRefusal.BadSignature));
    }

    // A client sends its token with every request, so a cached token would remain in the cache.
    [Test]
    public async Task An_access_token_in_constant_use_is_refused_from_the_end_of_the_day()
    {
        var (jwt, token) = (Codec(Today), Sign(Weak, JwtCodec.AccessAudience));
        var refusedAt = 0;
        for (var second = 1; second <= 600 && refusedAt == 0; second++)
        {
            _time.Advance(Second);
            if ((await jwt.ReadAsync(token, JwtCodec.AccessAudience)).Value is null)
                refusedAt = second;
        }

        Assert.That(refusedAt, Is.EqualTo(300));
    }

    [Test]
    public async Task A_token_of_a_strong_secret_is_accepted_after_the_day()
    {
        var jwt = Codec(Today);
        _time.Advance(TimeSpan.FromDays(2));

        var token = jwt.Write(Subject, JwtCodec.AccessAudience, TimeSpan.FromMinutes(1), []);

        Assert.That(HandmadeToken.IsSigned(token));
        Assert.That((await jwt.ReadAsync(token, JwtCodec.AccessAudience)).Value, Is.Not.Null);
    }

    // An attacker who guesses the secret could permanently take over other accounts.
    [Test]
    public async Task A_token_that_only_this_service_issues_is_refused(
        [Values(RecoverEmail, "auth:invite")] string audience) => Assert.That(
        (await Codec(Today).ReadAsync(Sign(Weak, audience), audience)).Refusal, Is.EqualTo(TokenRefusal.BadSignature));

    [Test]
    public async Task Without_the_setting_a_weak_secret_verifies_nothing() => Assert.That(
        (await Codec(null).ReadAsync(Sign(Weak, Verify), Verify)).Refusal, Is.EqualTo(TokenRefusal.BadSignature));

    [TestCase("x")]
    [TestCase("SECRE")]
    [TestCase("SECRET ")]
    [TestCase("secret")]
    [TestCase("")]
    public async Task A_token_of_another_weak_secret_is_refused(string secret) => Assert.That(
        (await Codec(Today).ReadAsync(Sign(secret, JwtCodec.AccessAudience), JwtCodec.AccessAudience)).Refusal,
        Is.EqualTo(TokenRefusal.BadSignature));

    [TestCase("x")]
    [TestCase("1234567890123456789012345678901")]
    [TestCase("pässwörd")]
    public async Task A_secret_of_1_to_31_bytes_verifies(string secret) => Assert.That(
        (await Codec(Today, secret).ReadAsync(Sign(secret, JwtCodec.AccessAudience), JwtCodec.AccessAudience)).Value,
        Is.Not.Null);

    [TestCase(0)]
    [TestCase(90)]
    public void A_day_within_90_days_is_valid(int days) => Assert.That(Problem(Today.AddDays(days)), Is.Null);

    [Test]
    public void A_later_day_is_refused() => Assert.That(
        Problem(Today.AddDays(91)),
        Is.EqualTo("Auth:Jwt:WeakSecretsUntil must be at most 90 days ahead: set it to 2030-04-01 or an earlier date."));

    [Test]
    public void The_last_day_of_the_calendar_is_refused() => Assert.That(Problem(DateOnly.MaxValue), Is.Not.Null);

    [Test]
    public void A_passed_day_is_refused_with_a_weak_secret() => Assert.That(
        Problem(Today.AddDays(-1)),
        Is.EqualTo(
            "Auth:Jwt:WeakSecretsUntil has passed: remove the secrets under 32 bytes from Auth:Jwt:VerificationSecrets."));

    [Test]
    public void A_passed_day_is_accepted_without_a_weak_secret() =>
        Assert.That(Problem(Today.AddDays(-1), new string('x', 32)), Is.Null);

    [TestCase(0, Weak, 1)]
    [TestCase(-1, Weak, 0)]
    [TestCase(0, "a-verification-secret-of-32-bytes", 0)]
    public async Task The_start_logs_one_warning_while_weak_secrets_are_accepted(int days, string secret, int warnings)
    {
        var log = new RecordedLog<WeakSecretsWarning>();

        await new WeakSecretsWarning(
            Settings.Create(options => Set(options.Jwt, Today.AddDays(days), secret)), _time, log).StartAsync(default);

        Assert.That(log.Lines.Count(), Is.EqualTo(warnings));
        Assert.That(log.Lines, Has.All.Match("^Warning: .*2030-01-01").And.All.Not.Contains(secret));
    }

    private static void Set(JwtOptions options, DateOnly? until, string secret)
    {
        options.WeakSecretsUntil = until;
        options.VerificationSecrets.Add(secret);
    }

    private string? Problem(DateOnly until, string secret = Weak)
    {
        var options = new JwtOptions();
        Set(options, until, secret);
        return new WeakSecretsValidator(_time).Validate(null, options).FailureMessage;
    }

    private JwtCodec Codec(DateOnly? until, string secret = Weak) =>
        new(Settings.Create(options => Set(options.Jwt, until, secret)), _time);

    private string Sign(string secret, string audience) => HandmadeToken.Sign(
        HandmadeToken.Claims(Subject, _time.GetUtcNow(), audience, ("exp", "1999999999")), secret: secret);
}
