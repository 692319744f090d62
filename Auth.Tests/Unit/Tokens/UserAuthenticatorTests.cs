using Auth.Application;
using Auth.Application.Passwords;
using Auth.Application.Tokens;
using Auth.Domain.Users;
using Auth.Tests.Unit.Telemetry;
using Auth.Tests.Unit.Throttling;
using Moq;

namespace Auth.Tests.Unit.Tokens;

public sealed class UserAuthenticatorTests : IDisposable
{
    private const string Password = "correct-horse-9";
    private const string NewHash = "a stronger hash";

    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly RecordedEvents _events = new();
    private readonly RecordedMetrics _metrics = new();

    public UserAuthenticatorTests() =>
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>())).ReturnsAsync(NewHash);

    public void Dispose() => _metrics.Dispose();

    [Test]
    public async Task The_right_password_answers_the_user()
    {
        var user = SomeUser.Create();
        Verification(PasswordVerification.Succeeded);

        var result = await AuthenticateAsync(RepositoryOf.Users(user));

        Assert.That(result.Value, Is.SameAs(user));
    }

    [Test]
    public async Task An_unknown_address_costs_one_verification_too()
    {
        await AuthenticateAsync(RepositoryOf.Users());

        _hasher.Verify(hasher => hasher.VerifyAsync(Password, null, It.IsAny<CancellationToken>()), Times.Once);
        _hasher.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_verification_without_a_user_never_logs_in()
    {
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(PasswordVerification.Succeeded);

        Assert.That((await AuthenticateAsync(RepositoryOf.Users())).Error, Is.EqualTo(AuthError.LoginBadCredentials));
    }

    [Test]
    public async Task A_wrong_password_is_refused() =>
        Assert.That(
            (await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create()))).Error, Is.EqualTo(AuthError.LoginBadCredentials));

    [TestCase(PasswordVerification.Failed)]
    [TestCase(PasswordVerification.Succeeded)]
    [TestCase(PasswordVerification.SucceededRehashDue)]
    public async Task An_inactive_user_is_refused_as_a_wrong_password_is(PasswordVerification verification)
    {
        Verification(verification);

        var result = await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create(active: false)));

        Assert.That(result.Error, Is.EqualTo(AuthError.LoginBadCredentials));
    }

    [Test]
    public async Task An_inactive_user_costs_a_verification_too()
    {
        await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create(active: false)));

        _hasher.Verify(hasher => hasher.VerifyAsync(Password, SomeUser.Hash, It.IsAny<CancellationToken>()), Times.Once);
        _hasher.VerifyNoOtherCalls();
    }

    [TestCase(PasswordVerification.Succeeded, true, false, "LOGIN_USER_NOT_VERIFIED")]
    [TestCase(PasswordVerification.Failed, true, false, "LOGIN_BAD_CREDENTIALS")]
    [TestCase(PasswordVerification.Succeeded, true, true, null)]
    [TestCase(PasswordVerification.Succeeded, false, false, null)]
    public async Task An_unverified_user_is_told_so_only_with_the_right_password_and_where_it_counts(
        PasswordVerification verification, bool required, bool verified, string? code)
    {
        Verification(verification);

        var result = await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create(verified: verified)), required);

        Assert.That(result.Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task An_outdated_hash_is_replaced_where_it_is_still_the_one_that_was_verified()
    {
        var user = SomeUser.Create();
        var users = RepositoryOf.Users(user);
        Verification(PasswordVerification.SucceededRehashDue);

        await AuthenticateAsync(users);

        users.Verify(
            all => all.ReplacePasswordHashAsync(user.Id, SomeUser.Hash, NewHash, It.IsAny<CancellationToken>()), Times.Once);
    }

    [TestCase(PasswordVerification.Succeeded, true, false)]
    [TestCase(PasswordVerification.SucceededRehashDue, false, false)]
    [TestCase(PasswordVerification.SucceededRehashDue, true, true)]
    [TestCase(PasswordVerification.Failed, true, false)]
    public async Task A_hash_stays_when_it_is_good_or_the_login_is_not(
        PasswordVerification verification, bool active, bool requiresVerification)
    {
        Verification(verification);

        await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create(active: active)), requiresVerification);

        _hasher.Verify(hasher => hasher.HashAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task A_rehash_that_finds_the_queue_full_does_not_fail_the_login()
    {
        var users = RepositoryOf.Users(SomeUser.Create());
        Verification(PasswordVerification.SucceededRehashDue);
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServerBusyException(TimeSpan.FromSeconds(1)));

        var result = await AuthenticateAsync(users);

        Assert.That(result.Error, Is.Null);
        users.Verify(
            all => all.ReplacePasswordHashAsync(
                It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()),
            Times.Never);
    }

    [Test]
    public void A_verification_that_finds_the_queue_full_is_the_callers_to_answer()
    {
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServerBusyException(TimeSpan.FromSeconds(1)));

        Assert.That(() => AuthenticateAsync(RepositoryOf.Users(SomeUser.Create())), Throws.TypeOf<ServerBusyException>());
    }

    [Test]
    public async Task A_login_is_told_to_listeners()
    {
        Verification(PasswordVerification.Succeeded);

        await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create()));

        Assert.That(_events.Told, Is.EqualTo(["login: user@example.com"]));
    }

    [TestCase(PasswordVerification.Failed, "LOGIN_BAD_CREDENTIALS")]
    [TestCase(PasswordVerification.Succeeded, "LOGIN_USER_NOT_VERIFIED")]
    public async Task A_refused_login_is_told_to_listeners_with_its_user(PasswordVerification verification, string code)
    {
        Verification(verification);

        await AuthenticateAsync(RepositoryOf.Users(SomeUser.Create()), requiresVerification: true);

        Assert.That(_events.Told, Is.EqualTo([$"failed login: user@example.com: {code}"]));
    }

    [Test]
    public async Task A_refused_login_of_nobody_is_told_to_listeners()
    {
        await AuthenticateAsync(RepositoryOf.Users());

        Assert.That(_events.Told, Is.EqualTo(["failed login: nobody: LOGIN_BAD_CREDENTIALS"]));
    }

    [Test]
    public void A_login_that_finds_the_server_busy_is_counted()
    {
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, SomeUser.Hash, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ServerBusyException(TimeSpan.FromSeconds(1)));

        Assert.CatchAsync<ServerBusyException>(() => AuthenticateAsync(RepositoryOf.Users(SomeUser.Create())));

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.logins 1 auth.outcome=busy"]));
    }

    private Task<Result<User>> AuthenticateAsync(Mock<IUserRepository> users, bool requiresVerification = false)
    {
        var settings = Settings.Create(options => options.RequiresVerification = requiresVerification);
        return new UserAuthenticator(
                users.Object, _hasher.Object, Unthrottled.Logins(), settings, _events.Publisher, _metrics.Metrics)
            .AuthenticateAsync("user@example.com", Password, ipAddress: null, deviceToken: null, default);
    }

    private void Verification(PasswordVerification verification) =>
        _hasher.Setup(hasher => hasher.VerifyAsync(Password, SomeUser.Hash, It.IsAny<CancellationToken>()))
            .ReturnsAsync(verification);
}
