using Auth.Application;
using Auth.Application.Passwords;
using Auth.Application.Users;
using Auth.Domain.Users;
using Auth.Tests.Unit.Email;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class UserEditorTests
{
    private const string Password = "correct-horse-9";

    private readonly User _user = SomeUser.Create(verified: true);
    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly RecordedEvents _events = new();

    public UserEditorTests() =>
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>())).ReturnsAsync("another hash");

    [Test]
    public async Task What_is_not_mentioned_stays()
    {
        await UpdateAsync(RepositoryOf.Users(_user), new UserChanges());

        Assert.That(
            (_user.Email, _user.Name, _user.HashedPassword, _user.IsActive, _user.IsVerified, _user.IsSuperuser),
            Is.EqualTo(("user@example.com", (string?)null, SomeUser.Hash, true, true, false)));
    }

    [Test]
    public async Task A_change_is_answered_as_stored()
    {
        var changes = new UserChanges
        {
            ChangesName = true,
            Name = "Nick",
            IsActive = false,
            IsVerified = false,
            IsSuperuser = true,
        };

        var user = (await UpdateAsync(RepositoryOf.Users(_user), changes)).Value!;

        Assert.That(
            (user.Name, user.IsActive, user.IsVerified, user.IsSuperuser), Is.EqualTo(("Nick", false, false, true)));
    }

    [TestCase(null, false)]
    [TestCase(true, true)]
    public async Task Another_address_is_not_verified_unless_that_is_said(bool? said, bool verified)
    {
        var changes = new UserChanges { Email = SomeUser.Address("other@example.com"), IsVerified = said };

        var user = (await UpdateAsync(RepositoryOf.Users(_user), changes)).Value!;

        Assert.That((user.Email, user.IsVerified), Is.EqualTo(("other@example.com", verified)));
    }

    [Test]
    public async Task An_address_in_other_letters_is_still_the_users_own()
    {
        var changes = new UserChanges { Email = SomeUser.Address("USER@example.com") };

        var result = await UpdateAsync(RepositoryOf.Users(_user), changes);

        Assert.That(result.Value?.Email, Is.EqualTo("USER@example.com"));
    }

    [Test]
    public async Task Another_users_address_is_refused_before_a_hash_is_made()
    {
        var users = RepositoryOf.Users(_user, SomeUser.Create("other@example.com"));

        var result = await UpdateAsync(users, new UserChanges { Email = SomeUser.Address("OTHER@example.com") }, Password);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserEmailAlreadyExists));
        _hasher.VerifyNoOtherCalls();
    }

    [TestCase(UserWriteOutcome.EmailTaken, "UPDATE_USER_EMAIL_ALREADY_EXISTS")]
    [TestCase(UserWriteOutcome.NotFound, "Not Found")]
    public async Task A_change_that_loses_a_race_is_refused_and_not_told(UserWriteOutcome outcome, string code)
    {
        var users = RepositoryOf.Users();
        users.Setup(all => all.UpdateAsync(_user.Id, It.IsAny<Func<User, bool>>(), It.IsAny<Guid?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new UserWrite(outcome, null));

        var result = await UpdateAsync(users, new UserChanges { Email = SomeUser.Address("other@example.com") });

        Assert.That((result.Error?.Code, _events.Told.Count), Is.EqualTo((code, 0)));
    }

    [Test]
    public async Task Another_password_is_stored_as_its_hash()
    {
        var user = (await UpdateAsync(RepositoryOf.Users(_user), new UserChanges(), Password)).Value!;

        Assert.That(user.HashedPassword, Is.EqualTo("another hash"));
    }

    [TestCase("short", "Password should be at least 8 characters")]
    [TestCase("is-user@example.com!", "Password should not contain e-mail")]
    [TestCase("is-other@example.com!", "Password should not contain e-mail")]
    public async Task A_password_that_breaks_a_rule_changes_nothing(string password, string reason)
    {
        var users = RepositoryOf.Users(_user);

        var result = await UpdateAsync(users, new UserChanges { Email = SomeUser.Address("other@example.com") }, password);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserInvalidPassword(reason)));
        users.VerifyNoOtherCalls();
    }

    [TestCase(null, "update: user@example.com: no password")]
    [TestCase(Password, "update: user@example.com: another password")]
    public async Task A_change_is_told_to_listeners_without_the_password(string? password, string told)
    {
        await UpdateAsync(RepositoryOf.Users(_user), new UserChanges(), password);

        Assert.That(_events.Told, Is.EqualTo([told]));
    }

    [Test]
    public async Task A_deletion_is_told_to_listeners_before_and_after()
    {
        var deleted = await Editor(RepositoryOf.Users(_user)).DeleteAsync(_user.Id, default);

        Assert.That(deleted, Is.True);
        Assert.That(_events.Told, Is.EqualTo(["before delete: user@example.com", "after delete: user@example.com"]));
    }

    [Test]
    public async Task Nobody_cannot_be_deleted()
    {
        var deleted = await Editor(RepositoryOf.Users()).DeleteAsync(_user.Id, default);

        Assert.That((deleted, _events.Told.Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_deletion_that_loses_a_race_is_not_told()
    {
        var users = RepositoryOf.Users(_user);
        users.Setup(all => all.DeleteAsync(_user.Id, It.IsAny<CancellationToken>())).ReturnsAsync(false);

        var deleted = await Editor(users).DeleteAsync(_user.Id, default);

        Assert.That(deleted, Is.False);
        Assert.That(_events.Told, Is.EqualTo(["before delete: user@example.com"]));
    }

    [Test]
    public void A_listener_that_throws_before_a_deletion_keeps_the_user()
    {
        var users = RepositoryOf.Users(_user);
        var listener = new Mock<IUserEvents>();
        listener.Setup(it => it.BeforeDeleteAsync(_user, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException());
        var publisher = new UserEventPublisher([listener.Object], new RecordedLog<UserEventPublisher>());

        Assert.That(() => Editor(users, publisher).DeleteAsync(_user.Id, default), Throws.InvalidOperationException);
        users.Verify(all => all.DeleteAsync(It.IsAny<Guid>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private Task<Result<User>> UpdateAsync(Mock<IUserRepository> users, UserChanges changes, string? password = null) =>
        Editor(users).UpdateAsync(_user, changes, password, keptSession: null, default);

    private UserEditor Editor(Mock<IUserRepository> users, UserEventPublisher? publisher = null) =>
        new(users.Object, _hasher.Object, new PasswordPolicy(Settings.Create()), Settings.Create(), TimeProvider.System, publisher ?? _events.Publisher);
}
