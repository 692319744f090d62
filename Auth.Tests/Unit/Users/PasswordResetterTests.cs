using System.Buffers.Text;
using System.Security.Cryptography;
using Auth.Application;
using Auth.Application.Backends.Jwt;
using Auth.Application.Passwords;
using Auth.Application.Users;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Backends;
using Auth.Tests.Unit.Login;
using Auth.Tests.Unit.Metrics;
using Auth.Tests.Unit.Passwords.Formats;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class PasswordResetterTests : IDisposable
{
    private const int Lifetime = 900;
    private const string Password = "brand-new-pass-2";
    private const string ForeignFingerprint = "$argon2id$v=19$m=64,t=1,p=2$c2l4dGVlbiBieXRlcy4uLg$nCF+qe4L9aOhZR6UtrS8nw";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly User _user = SomeUser.Create();
    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly Mock<ISessionRepository> _sessions = new();
    private readonly RecordedEvents _events = new();
    private readonly RecordedMetrics _metrics = new();
    private bool _acceptForeign;

    public PasswordResetterTests() =>
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>())).ReturnsAsync("another hash");

    public void Dispose() => _metrics.Dispose();

    [Test]
    public async Task The_claims_are_those_that_every_version_of_fastapi_users_reads()
    {
        var claims = HandmadeToken.ClaimsOf(Issue());

        Assert.Multiple(() =>
        {
            Assert.That(
                claims.EnumerateObject().Select(claim => claim.Name),
                Is.EquivalentTo(["sub", "user_id", "password_fgpt", "security_stamp", "aud", "exp", "iat", "jti"]));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo(_user.Id.ToString("D")));
            Assert.That(claims.GetProperty("user_id").GetString(), Is.EqualTo(_user.Id.ToString("D")));
            Assert.That(claims.GetProperty("aud").GetRawText(), Is.EqualTo("\"fastapi-users:reset\""));
            Assert.That(claims.GetProperty("exp").GetInt64(), Is.EqualTo(_time.GetUtcNow().ToUnixTimeSeconds() + Lifetime));
        });
    }

    [Test]
    public async Task The_fingerprint_is_the_SHA_256_of_the_hash_in_base64url_without_padding()
    {
        var fingerprint = Base64Url.EncodeToString(SHA256.HashData("the hash of the user's password"u8));

        var claims = HandmadeToken.ClaimsOf(Issue());

        Assert.That(claims.GetProperty("password_fgpt").GetString(), Is.EqualTo(fingerprint).And.Length.EqualTo(43));
    }

    [Test]
    public async Task Issuing_a_token_computes_no_password_hash()
    {
        Issue();

        Assert.That(_hasher.Invocations, Is.Empty);
    }

    [Test]
    public async Task A_token_changes_the_password_and_publishes_an_event()
    {
        var result = await ResetAsync(Issue());

        Assert.That(result.Value?.HashedPassword, Is.EqualTo("another hash"));
        Assert.That(_events.Told, Is.EqualTo(["password_reset"]));
    }

    [Test]
    public async Task A_token_is_valid_once()
    {
        var token = Issue();
        await ResetAsync(token);

        Assert.That((await ResetAsync(token)).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [Test]
    public async Task A_password_change_invalidates_a_token()
    {
        var token = Issue();

        _user.ReplaceHash("a hash of the user's own choice");

        Assert.That((await ResetAsync(token)).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [Test]
    public async Task An_address_change_invalidates_a_token()
    {
        var token = Issue();
        _user.ChangeEmail(SomeUser.Address("other@example.com"));

        Assert.That((await ResetAsync(token)).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [Test]
    public async Task A_token_of_fastapi_users_without_a_security_stamp_is_valid()
    {
        var fingerprint = HandmadeToken.ClaimsOf(Issue()).GetProperty("password_fgpt").GetRawText();
        var claims = HandmadeToken.Claims(
            _user.Id, _time.GetUtcNow(), "fastapi-users:reset", ("password_fgpt", fingerprint));

        Assert.That((await ResetAsync(HandmadeToken.Sign(claims))).Error, Is.Null);
    }

    [Test]
    public async Task A_reset_revokes_all_sessions()
    {
        await ResetAsync(Issue());

        _sessions.Verify(
            sessions => sessions.EndAllAsync(_user.Id, null, _time.GetUtcNow(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task A_password_change_during_hashing_invalidates_a_token()
    {
        var token = Issue();
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>()))
            .Callback(() => _user.ReplaceHash("a hash of the user's own choice"))
            .ReturnsAsync("another hash");

        var result = await ResetAsync(token);

        Assert.That(result.Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
        Assert.That(_user.HashedPassword, Is.EqualTo("a hash of the user's own choice"));
    }

    [TestCase("short", "Password should be at least 8 characters")]
    [TestCase("is-user@example.com!", "Password should not contain e-mail")]
    public async Task An_invalid_password_is_refused_with_the_reason(string password, string reason) =>
        Assert.That(
            (await ResetAsync(Issue(), password)).Error, Is.EqualTo(AuthError.ResetPasswordInvalidPassword(reason)));

    [Test]
    public async Task An_invalid_password_does_not_invalidate_the_token()
    {
        var token = Issue();

        await ResetAsync(token, "short");

        Assert.That((await ResetAsync(token)).Error, Is.Null);
    }

    [Test]
    public async Task An_invalid_token_is_reported_before_an_invalid_password() =>
        Assert.That((await ResetAsync("no token", "short")).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));

    [Test]
    public async Task A_refused_reset_computes_no_hash()
    {
        await ResetAsync("no token");

        Assert.That(_hasher.Invocations, Is.Empty);
    }

    [TestCase(-1, null)]
    [TestCase(0, "RESET_PASSWORD_BAD_TOKEN")]
    [TestCase(1, "RESET_PASSWORD_BAD_TOKEN")]
    public async Task A_token_is_valid_until_the_second_it_expires(int seconds, string? code)
    {
        var token = Issue();

        _time.Advance(TimeSpan.FromSeconds(Lifetime + seconds));

        Assert.That((await ResetAsync(token)).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_token_of_a_deactivated_user_is_refused()
    {
        var token = Issue();

        _user.SetActive(false);

        Assert.That((await ResetAsync(token)).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [Test]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var token = Issue();

        var result = await Resetter(RepositoryOf.Users()).ResetAsync(token, Password, default);

        Assert.That(result.Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [TestCase("fastapi-users:reset", true, null)]
    [TestCase("fastapi-users:auth", true, "RESET_PASSWORD_BAD_TOKEN")]
    [TestCase("fastapi-users:verify", true, "RESET_PASSWORD_BAD_TOKEN")]
    [TestCase("fastapi-users:reset", false, "RESET_PASSWORD_BAD_TOKEN")]
    public async Task A_token_requires_its_audience_and_fingerprint(string audience, bool fingerprint, string? code)
    {
        var issued = HandmadeToken.ClaimsOf(Issue()).GetProperty("password_fgpt").GetRawText();
        var claims = HandmadeToken.Claims(
            _user.Id, _time.GetUtcNow(), audience, ("password_fgpt", fingerprint ? issued : "\"another\""));

        Assert.That((await ResetAsync(HandmadeToken.Sign(claims))).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_refused_token_is_counted_by_reason()
    {
        var token = Issue();

        await ResetAsync(token);
        await ResetAsync(token);
        _time.Advance(TimeSpan.FromSeconds(Lifetime));
        await ResetAsync(token);

        Assert.That(_metrics.Lines, Is.EqualTo(
        [
            "auth.tokens.refused 1 auth.token.kind=reset auth.refusal.reason=outdated",
            "auth.tokens.refused 1 auth.token.kind=reset auth.refusal.reason=expired",
        ]));
    }

    [TestCase(ForeignFingerprint, true, null)]
    [TestCase(ForeignFingerprint, false, "RESET_PASSWORD_BAD_TOKEN")]
    [TestCase("another", true, "RESET_PASSWORD_BAD_TOKEN")]
    public async Task A_fingerprint_of_fastapi_users_is_accepted_if_the_setting_is_on(
        string fingerprint, bool accept, string? code)
    {
        _acceptForeign = accept;
        SetUpFingerprint(PasswordVerification.Succeeded);

        Assert.That((await ResetAsync(Foreign(fingerprint))).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_fingerprint_of_another_hash_is_refused()
    {
        _acceptForeign = true;
        SetUpFingerprint(PasswordVerification.Failed);

        Assert.That((await ResetAsync(Foreign(ForeignFingerprint))).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [Test]
    public async Task A_foreign_fingerprint_in_a_token_with_a_security_stamp_is_refused()
    {
        _acceptForeign = true;
        SetUpFingerprint(PasswordVerification.Succeeded);
        var token = Foreign(ForeignFingerprint, ("security_stamp", $"\"{_user.SecurityStamp}\""));

        Assert.That((await ResetAsync(token)).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    [Test]
    public async Task A_rehash_during_the_reset_invalidates_a_foreign_fingerprint()
    {
        _acceptForeign = true;
        SetUpFingerprint(PasswordVerification.Succeeded);
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>()))
            .Callback(() => _user.ReplaceHash("a hash of the same password"))
            .ReturnsAsync("another hash");

        Assert.That((await ResetAsync(Foreign(ForeignFingerprint))).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
    }

    // Formats of other systems, costs above the limits, and a text in no format.
    [TestCase("pbkdf2_sha256$1000$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("$scrypt$ln=10,r=8,p=1$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("$argon2id$v=19$m=4194304,t=1000,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$2b$31$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [TestCase("$argon2id$")]
    public async Task No_hash_is_computed_for_any_other_fingerprint(string fingerprint)
    {
        _acceptForeign = true;
        SetUpFingerprint(PasswordVerification.Succeeded);

        Assert.That((await ResetAsync(Foreign(fingerprint))).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
        Assert.That(_hasher.Invocations, Is.Empty);
    }

    [Test]
    public async Task No_hash_is_computed_for_a_foreign_token_of_a_deactivated_user()
    {
        _acceptForeign = true;
        _user.SetActive(false);

        Assert.That((await ResetAsync(Foreign(ForeignFingerprint))).Error, Is.EqualTo(AuthError.ResetPasswordBadToken));
        Assert.That(_hasher.Invocations, Is.Empty);
    }

    private void SetUpFingerprint(PasswordVerification result) => _hasher
        .Setup(hasher => hasher.VerifyAsync(SomeUser.Hash, It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(result);

    private string Foreign(string fingerprint, params (string, string?)[] more) => HandmadeToken.Sign(HandmadeToken.Claims(
        _user.Id, _time.GetUtcNow(), "fastapi-users:reset", [("password_fgpt", $"\"{fingerprint}\""), .. more]));

    private string Issue() => Resetter(RepositoryOf.Users(_user)).IssueToken(_user);

    private Task<Result<User>> ResetAsync(string token, string password = Password) =>
        Resetter(RepositoryOf.Users(_user)).ResetAsync(token, password, default);

    private PasswordResetter Resetter(Mock<IUserRepository> users)
    {
        var settings = Settings.Create(options =>
        {
            options.Jwt.ResetLifetimeSeconds = Lifetime;
            options.Migration.AcceptForeignResetTokens = _acceptForeign;
        });
        return new(
            users.Object,
            _sessions.Object,
            _hasher.Object,
            new PasswordPolicy(settings),
            new JwtCodec(settings, _time),
            new ForeignResetFingerprint(_hasher.Object, SomeFormats.Create(), settings),
            Unthrottled.Logins(),
            new Caller(),
            settings,
            _time,
            _events.UnitOfWork,
            _events.Publisher,
            _metrics.Metrics);
    }
}
