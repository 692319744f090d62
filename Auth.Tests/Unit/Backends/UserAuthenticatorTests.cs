using Auth.Application;
using Auth.Application.Backends;
using Auth.Application.Login;
using Auth.Application.Passwords;
using Auth.Application.Sessions;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Login;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth.Tests.Unit.Backends;

public sealed class UserAuthenticatorTests : IDisposable
{
    private const string Password = "correct-horse-9";

    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly RecordedEvents _events = new();
    private readonly RecordedMetrics _metrics = new();

    private readonly PasswordRehasher _rehasher;

    public UserAuthenticatorTests() => _rehasher = new(
        Mock.Of<IServiceScopeFactory>(), TimeProvider.System, _metrics.Metrics, NullLogger<PasswordRehasher>.Instance);

    public void Dispose()
    {
        _rehasher.Dispose();
        _metrics.Dispose();
    }

    [Test]
    public async Task The_correct_password_returns_the_user()
    {
        var user = SomeUser.Create();
        Verification(PasswordVerification.Succeeded);

        var result = await Authenticator(Logins(Settings.Create()), RepositoryOf.Users(user))
            .AuthenticateAsync(user.Email, Password, ipAddress: null, deviceToken: null, default);

        Assert.That(result.Value?.User, Is.SameAs(user));
    }

    [Test]
    public async Task A_login_with_an_unknown_address_performs_one_verification()
    {
        await LogInAsync(RepositoryOf.Users());

        _hasher.Verify(hasher => hasher.VerifyAsync(Password, null, It.IsAny<CancellationToken>()), Times.Once);
        _hasher.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_login_without_a_user_is_refused_even_if_verification_succeeds()
    {
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(PasswordVerification.Succeeded);

        Assert.That((await LogInAsync(RepositoryOf.Users())).Error, Is.EqualTo(AuthError.LoginBadCredentials));
    }

    [Test]
    public async Task A_login_of_a_user_without_a_password_performs_one_verification_against_nothing()
    {
        var user = User.CreateWithoutPassword(SomeUser.Address("user@example.com"));
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(PasswordVerification.Failed);

        var result = await LogInAsync(RepositoryOf.Users(user));

        Assert.That(result.Error, Is.EqualTo(AuthError.LoginBadCredentials));
        _hasher.Verify(hasher => hasher.VerifyAsync(Password, null, It.IsAny<CancellationToken>()), Times.Once);
        _hasher.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_wrong_password_is_refused() =>
        Assert.That(
            (await LogInAsync(RepositoryOf.Users(SomeUser.Create()))).Error, Is.EqualTo(AuthError.LoginBadCredentials));

    [TestCase(PasswordVerification.Failed)]
    [TestCase(PasswordVerification.Succeeded)]
    [TestCase(PasswordVerification.SucceededRehashDue)]
    public async Task An_inactive_user_is_refused_with_the_error_of_a_wrong_password(PasswordVerification verification)
    {
        Verification(verification);

        var result = await LogInAsync(RepositoryOf.Users(SomeUser.Create(active: false)));

        Assert.That(result.Error, Is.EqualTo(AuthError.LoginBadCredentials));
    }

    [Test]
    public async Task A_login_of_an_inactive_user_performs_one_verification()
    {
        await LogInAsync(RepositoryOf.Users(SomeUser.Create(active: false)));

        _hasher.Verify(hasher => hasher.VerifyAsync(Password, SomeUser.Hash, It.IsAny<CancellationToken>()), Times.Once);
        _hasher.VerifyNoOtherCalls();
    }

    [TestCase(PasswordVerification.Succeeded, true, false, "LOGIN_USER_NOT_VERIFIED")]
    [TestCase(PasswordVerification.Failed, true, false, "LOGIN_BAD_CREDENTIALS")]
    [TestCase(PasswordVerification.Succeeded, true, true, null)]
    [TestCase(PasswordVerification.Succeeded, false, false, null)]
    public async Task An_unverified_user_is_refused_as_such_only_with_the_correct_password(
        PasswordVerification verification, bool required, bool verified, string? code)
    {
        Verification(verification);

        var result = await LogInAsync(RepositoryOf.Users(SomeUser.Create(verified: verified)), required);

        Assert.That(result.Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_login_with_an_outdated_hash_does_not_wait_for_the_new_one()
    {
        Verification(PasswordVerification.SucceededRehashDue);

        var result = await LogInAsync(RepositoryOf.Users(SomeUser.Create()));

        Assert.That((result.Error, _rehasher.Count), Is.EqualTo((null as AuthError, 1)));
        _hasher.Verify(hasher => hasher.HashAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [TestCase(PasswordVerification.Succeeded, true, false)]
    [TestCase(PasswordVerification.SucceededRehashDue, false, false)]
    [TestCase(PasswordVerification.Failed, true, false)]
    public async Task A_hash_is_kept_when_it_is_current_or_the_login_is_refused(
        PasswordVerification verification, bool active, bool requiresVerification)
    {
        Verification(verification);

        await LogInAsync(RepositoryOf.Users(SomeUser.Create(active: active)), requiresVerification);

        Assert.That(_rehasher.Count, Is.Zero);
    }

    [Test]
    public void A_verification_with_a_full_queue_throws_ServerBusyException()
    {
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServerBusyException(TimeSpan.FromSeconds(1)));

        Assert.That(() => LogInAsync(RepositoryOf.Users(SomeUser.Create())), Throws.TypeOf<ServerBusyException>());
    }

    [Test]
    public async Task A_login_publishes_an_event()
    {
        Verification(PasswordVerification.Succeeded);

        await LogInAsync(RepositoryOf.Users(SomeUser.Create()));

        Assert.That(_events.Told, Is.EqualTo(["login_succeeded"]));
    }

    [TestCase(PasswordVerification.Failed, "LOGIN_BAD_CREDENTIALS")]
    [TestCase(PasswordVerification.Succeeded, "LOGIN_USER_NOT_VERIFIED")]
    public async Task A_refused_login_publishes_an_event_with_its_user(PasswordVerification verification, string code)
    {
        var user = SomeUser.Create();
        Verification(verification);

        await LogInAsync(RepositoryOf.Users(user), requiresVerification: true);

        Assert.That(_events.All, Is.EqualTo([new LoginFailed(user.Id, code)]));
    }

    [Test]
    public async Task A_refused_login_with_an_unknown_address_publishes_an_event_without_a_user()
    {
        await LogInAsync(RepositoryOf.Users());

        Assert.That(_events.All, Is.EqualTo([new LoginFailed(null, "LOGIN_BAD_CREDENTIALS")]));
    }

    [Test]
    public void A_login_refused_by_a_busy_server_is_counted()
    {
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, SomeUser.Hash, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServerBusyException(TimeSpan.FromSeconds(1)));

        Assert.CatchAsync<ServerBusyException>(() => LogInAsync(RepositoryOf.Users(SomeUser.Create())));

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.logins 1 auth.outcome=busy"]));
    }

    private async Task<Result<IssuedTokens>> LogInAsync(Mock<IUserRepository> users, bool requiresVerification = false)
    {
        var logins = Logins(Settings.Create(options => options.RequiresVerification = requiresVerification));
        var result = await Authenticator(logins, users)
            .AuthenticateAsync("user@example.com", Password, ipAddress: null, deviceToken: null, default);
        return result.Succeeded(out var user, out var error)
            ? await logins.LoginAsync(
                user, new LoginTarget("test", Mock.Of<ITokenStrategy>(), isRefreshable: true, deviceToken: null, otp: null), default)
            : error;
    }

    private UserAuthenticator Authenticator(LoginService logins, Mock<IUserRepository> users) =>
        new(users.Object, _hasher.Object, _rehasher, Unthrottled.Logins(), logins, new Caller(), _metrics.Metrics);

    private LoginService Logins(IOptions<AuthOptions> settings)
    {
        var sessions = new Mock<ISessionRepository>();
        sessions.Setup(all => all.OpenAsync(
                It.IsAny<Session>(), It.IsAny<byte[]>(), It.IsAny<Guid>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(true);
        var manager = new SessionManager(
            sessions.Object, new Caller(), settings, TimeProvider.System, _events.UnitOfWork, _events.Publisher);
        return new(manager, Unthrottled.Logins(), NoSecondFactors.Gate, _events.UnitOfWork, _events.Publisher, settings);
    }

    private void Verification(PasswordVerification verification) =>
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, SomeUser.Hash, It.IsAny<CancellationToken>()))
            .ReturnsAsync(verification);
}
