using Auth.Application;
using Auth.Application.Passwords;
using Auth.Application.Users;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Login;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Users;

/// <summary>Tests of <c>Auth:RequireCurrentPassword</c> for users who update their own account.</summary>
public sealed class CurrentPasswordTests
{
    private const string Current = "correct-horse-9";
    private const string Other = "brand-new-pass-2";
    private const string StoredHash = "the stored hash";

    private readonly AuthOptions _options = new() { RequireCurrentPassword = true };
    private readonly Mock<IUserRepository> _users = new();
    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly RecordedEvents _events = new();
    private readonly User _user = User.Create(Address("ada@example.com"), StoredHash);
    private User _stored;

    public CurrentPasswordTests()
    {
        _stored = _user.Copy();
        _hasher.Setup(hasher => hasher.VerifyAsync(It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string password, string? hash, CancellationToken _) => password == Current && hash == StoredHash
                ? PasswordVerification.Succeeded
                : PasswordVerification.Failed);
        _hasher.Setup(hasher => hasher.HashAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync("another hash");
        _users.Setup(users => users.UpdateAsync(
                _user.Id, It.IsAny<Func<User, bool>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Guid _, Func<User, bool> change, CancellationToken _) =>
            {
                var changed = _stored.Copy();
                if (!change(changed))
                    return new UserWrite(UserWriteOutcome.Declined, _stored);
                _stored = changed;
                return new UserWrite(UserWriteOutcome.Saved, changed);
            });
    }

    [TestCase(null)]
    [TestCase("wrong-horse-9")]
    [TestCase("")]
    public async Task A_password_change_requires_the_current_password(string? currentPassword)
    {
        var result = await UpdateAsync(new(), Other, currentPassword);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserBadCurrentPassword));
    }

    [TestCase(null)]
    [TestCase("wrong-horse-9")]
    public async Task An_address_change_requires_the_current_password(string? currentPassword)
    {
        var result = await UpdateAsync(new() { Email = Address("eve@example.com") }, password: null, currentPassword);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserBadCurrentPassword));
    }

    [Test]
    public async Task A_change_of_the_case_of_the_address_requires_the_current_password()
    {
        var result = await UpdateAsync(new() { Email = Address("Ada@example.com") }, password: null, currentPassword: null);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserBadCurrentPassword));
    }

    [Test]
    public async Task A_wrong_current_password_saves_nothing()
    {
        await UpdateAsync(new() { ChangesName = true, Name = "Eve" }, Other, "wrong-horse-9");

        _users.Verify(
            users => users.UpdateAsync(
                It.IsAny<Guid>(), It.IsAny<Func<User, bool>>(), It.IsAny<CancellationToken>()),
            Times.Never);
    }

    [TestCase(null, 0, 0, TestName = "{m}: none without the current password")]
    [TestCase("wrong-horse-9", 1, 0, TestName = "{m}: one verification for a wrong current password")]
    [TestCase(Current, 1, 1, TestName = "{m}: one verification and one new hash for the correct current password")]
    public async Task A_password_change_computes_hashes(string? currentPassword, int compared, int hashed)
    {
        await UpdateAsync(new(), Other, currentPassword);

        Assert.That(HashingCalls(), Is.EqualTo((compared, hashed)));
    }

    [Test]
    public async Task The_correct_current_password_permits_the_change()
    {
        await UpdateAsync(new() { Email = Address("eve@example.com") }, Other, Current);

        Assert.That((_stored.Email, _stored.HashedPassword), Is.EqualTo(("eve@example.com", "another hash")));
    }

    [Test]
    public async Task A_name_change_with_the_same_address_requires_no_password()
    {
        var changes = new UserChanges { Email = Address("ada@example.com"), ChangesName = true, Name = "Ada" };

        var result = await UpdateAsync(changes, password: null, currentPassword: null);

        Assert.That((result.Error, _stored.Name), Is.EqualTo(((AuthError?)null, "Ada")));
    }

    [Test]
    public async Task A_current_password_that_is_not_required_is_not_verified()
    {
        await UpdateAsync(new() { ChangesName = true, Name = "Ada" }, password: null, "wrong-horse-9");

        Assert.That(HashingCalls(), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task No_current_password_is_required_without_the_option()
    {
        _options.RequireCurrentPassword = false;

        var result = await UpdateAsync(new(), Other, "wrong-horse-9");

        Assert.That((result.Error, HashingCalls()), Is.EqualTo(((AuthError?)null, (0, 1))));
    }

    [Test]
    public async Task An_update_by_a_superuser_requires_no_current_password()
    {
        var result = await Editor().UpdateAsync(_user, new(), Other, keptSession: null, default);

        Assert.That(result.Error, Is.Null);
    }

    [Test]
    public async Task A_current_password_that_was_replaced_concurrently_is_refused()
    {
        _stored.ChangePassword("somebody else's hash", DateTimeOffset.UnixEpoch);

        var result = await UpdateAsync(new(), Other, Current);

        Assert.That((result.Error, _stored.HashedPassword),
            Is.EqualTo((AuthError.UpdateUserBadCurrentPassword, "somebody else's hash")));
    }

    [Test]
    public async Task Restoring_a_concurrently_replaced_address_requires_the_current_password()
    {
        _stored.ChangeEmail(Address("new@example.com"));

        var result = await UpdateAsync(new() { Email = Address("ada@example.com") }, password: null, currentPassword: null);

        Assert.That((result.Error, _stored.Email), Is.EqualTo((AuthError.UpdateUserBadCurrentPassword, "new@example.com")));
    }

    private static EmailAddress Address(string text) =>
        EmailAddress.TryParse(text, out var address, out var reason) ? address : throw new ArgumentException(reason);

    private Task<Result<User>> UpdateAsync(UserChanges changes, string? password, string? currentPassword) =>
        Editor().UpdateSelfAsync(_user, changes, password, currentPassword, keptSession: null, default);

    private UserEditor Editor()
    {
        var options = Options.Create(_options);
        var (sessions, time) = (Mock.Of<ISessionRepository>(), new FakeTimeProvider());
        var currentPasswords = new CurrentPasswordVerifier(
            Unthrottled.Logins(), _hasher.Object, sessions, new Caller(), options, time,
            _events.UnitOfWork, _events.Publisher);
        return new UserEditor(
            _users.Object, sessions, _hasher.Object, currentPasswords, new PasswordPolicy(options), options, time,
            _events.UnitOfWork, _events.Publisher);
    }

    private (int Compared, int Hashed) HashingCalls() => (
        _hasher.Invocations.Count(call => call.Method.Name == nameof(IPasswordHasher.VerifyAsync)),
        _hasher.Invocations.Count(call => call.Method.Name == nameof(IPasswordHasher.HashAsync)));
}
