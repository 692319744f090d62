using Auth.Application;
using Auth.Application.Backends.Jwt;
using Auth.Application.Users;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Backends;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class UserVerifierTests : IDisposable
{
    private const int Lifetime = 900;
    private const string Audience = "fastapi-users:verify";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly User _user = SomeUser.Create();
    private readonly Mock<ISessionRepository> _sessions = new();
    private readonly RecordedEvents _events = new();
    private readonly RecordedMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Test]
    public async Task The_claims_are_those_that_every_version_of_fastapi_users_reads()
    {
        var claims = HandmadeToken.ClaimsOf(Issue());

        Assert.Multiple(() =>
        {
            Assert.That(
                claims.EnumerateObject().Select(claim => claim.Name),
                Is.EquivalentTo(["sub", "user_id", "email", "aud", "exp", "iat", "jti"]));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo(_user.Id.ToString("D")));
            Assert.That(claims.GetProperty("user_id").GetString(), Is.EqualTo(_user.Id.ToString("D")));
            Assert.That(claims.GetProperty("email").GetString(), Is.EqualTo("user@example.com"));
            Assert.That(claims.GetProperty("aud").GetRawText(), Is.EqualTo($"\"{Audience}\""));
            Assert.That(claims.GetProperty("exp").GetInt64(), Is.EqualTo(_time.GetUtcNow().ToUnixTimeSeconds() + Lifetime));
        });
    }

    [Test]
    public async Task A_token_verifies_its_user_and_publishes_an_event()
    {
        var result = await VerifyAsync(Issue());

        Assert.That(result.Value?.IsVerified, Is.True);
        Assert.That(_events.Told, Is.EqualTo(["user_verified"]));
    }

    [TestCase(0, "user_verified")]
    [TestCase(2, "user_verified, sessions_ended 2")]
    public async Task A_verification_revokes_the_sessions_except_one(int ended, string published)
    {
        var kept = Guid.NewGuid();
        _sessions.Setup(sessions => sessions.EndAllAsync(_user.Id, kept, _time.GetUtcNow(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(ended);

        await Verifier(RepositoryOf.Users(_user)).VerifyAsync(Issue(), kept, default);

        _sessions.Verify(
            sessions => sessions.EndAllAsync(_user.Id, kept, _time.GetUtcNow(), It.IsAny<CancellationToken>()), Times.Once);
        Assert.That(string.Join(", ", _events.Told), Is.EqualTo(published));
    }

    [Test]
    public async Task A_used_token_is_refused_as_already_verified()
    {
        var token = Issue();
        await VerifyAsync(token);

        Assert.That((await VerifyAsync(token)).Error, Is.EqualTo(AuthError.VerifyUserAlreadyVerified));
    }

    [TestCase(-1, null)]
    [TestCase(0, "VERIFY_USER_BAD_TOKEN")]
    [TestCase(1, "VERIFY_USER_BAD_TOKEN")]
    public async Task A_token_is_valid_until_the_second_it_expires(int seconds, string? code)
    {
        var token = Issue();

        _time.Advance(TimeSpan.FromSeconds(Lifetime + seconds));

        Assert.That((await VerifyAsync(token)).Error?.Code, Is.EqualTo(code));
    }

    [TestCase("other@example.com", "VERIFY_USER_BAD_TOKEN")]
    [TestCase("USER@example.com", "VERIFY_USER_BAD_TOKEN")]
    public async Task An_address_change_invalidates_a_token(string email, string? code)
    {
        var token = Issue();

        _user.ChangeEmail(SomeUser.Address(email));

        Assert.That((await VerifyAsync(token)).Error?.Code, Is.EqualTo(code));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_token_of_a_deactivated_user_is_refused(bool verified)
    {
        var token = Issue();
        _user.SetActive(false);
        _user.SetVerified(verified);

        Assert.That((await VerifyAsync(token)).Error, Is.EqualTo(AuthError.VerifyUserBadToken));
    }

    [Test]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var token = Issue();

        Assert.That((await VerifyAsync(token, RepositoryOf.Users())).Error, Is.EqualTo(AuthError.VerifyUserBadToken));
    }

    [TestCase("fastapi-users:verify", "\"user@example.com\"", null)]
    [TestCase("fastapi-users:auth", "\"user@example.com\"", "VERIFY_USER_BAD_TOKEN")]
    [TestCase("fastapi-users:reset", "\"user@example.com\"", "VERIFY_USER_BAD_TOKEN")]
    [TestCase("fastapi-users:verify", null, "VERIFY_USER_BAD_TOKEN")]
    [TestCase("fastapi-users:verify", "1", "VERIFY_USER_BAD_TOKEN")]
    public async Task A_token_requires_its_audience_and_address(string audience, string? email, string? code)
    {
        var claims = HandmadeToken.Claims(_user.Id, _time.GetUtcNow(), audience, ("email", email));

        Assert.That((await VerifyAsync(HandmadeToken.Sign(claims))).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_refused_token_is_counted_by_reason()
    {
        var (valid, another) = (Issue(), SomeUser.Create("another@example.com"));
        var (expired, claimless) = (Claims(("exp", "1")), Claims());

        await VerifyAsync("nonsense");
        await VerifyAsync(expired);
        await VerifyAsync(claimless);
        await VerifyAsync(valid, RepositoryOf.Users(another));

        Assert.That(_metrics.Lines, Is.EqualTo(
        [
            "auth.tokens.refused 1 auth.token.kind=verify auth.refusal.reason=malformed",
            "auth.tokens.refused 1 auth.token.kind=verify auth.refusal.reason=expired",
            "auth.tokens.refused 1 auth.token.kind=verify auth.refusal.reason=malformed",
            "auth.tokens.refused 1 auth.token.kind=verify auth.refusal.reason=outdated",
        ]));
    }

    private string Claims(params (string Name, string? Json)[] changes) =>
        HandmadeToken.Sign(HandmadeToken.Claims(_user.Id, _time.GetUtcNow(), Audience, changes));

    private string Issue() => Verifier(RepositoryOf.Users(_user)).IssueToken(_user);

    private Task<Result<User>> VerifyAsync(string token, Mock<IUserRepository>? users = null) =>
        Verifier(users ?? RepositoryOf.Users(_user)).VerifyAsync(token, keptSession: null, default);

    private UserVerifier Verifier(Mock<IUserRepository> users)
    {
        var settings = Settings.Create(options => options.Jwt.VerificationLifetimeSeconds = Lifetime);
        return new(
            users.Object,
            _sessions.Object,
            new JwtCodec(settings, _time),
            settings,
            _time,
            _events.UnitOfWork,
            _events.Publisher,
            _metrics.Metrics);
    }
}
