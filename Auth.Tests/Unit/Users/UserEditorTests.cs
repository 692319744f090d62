using Auth.Application;
using Auth.Application.Passwords;
using Auth.Application.Users;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Login;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class UserEditorTests
{
    private const string Password = "correct-horse-9";

    private readonly User _user = SomeUser.Create(verified: true);
    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly Mock<ISessionRepository> _sessions = new();
    private readonly RecordedEvents _events = new();

    public UserEditorTests() =>
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>())).ReturnsAsync("another hash");

    [Test]
    public async Task Omitted_members_are_unchanged()
    {
        await UpdateAsync(RepositoryOf.Users(_user), new UserChanges());

        Assert.That(
            (_user.Email, _user.Name, _user.HashedPassword, _user.IsActive, _user.IsVerified, _user.IsSuperuser),
            Is.EqualTo(("user@example.com", (string?)null, SomeUser.Hash, true, true, false)));
    }

    [Test]
    public async Task An_update_returns_the_stored_values()
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
    public async Task A_new_address_is_unverified_unless_the_update_says_otherwise(bool? requested, bool verified)
    {
        var changes = new UserChanges { Email = SomeUser.Address("other@example.com"), IsVerified = requested };

        var user = (await UpdateAsync(RepositoryOf.Users(_user), changes)).Value!;

        Assert.That((user.Email, user.IsVerified), Is.EqualTo(("other@example.com", verified)));
    }

    [Test]
    public async Task A_change_of_the_case_of_the_address_is_accepted()
    {
        var changes = new UserChanges { Email = SomeUser.Address("USER@example.com") };

        var result = await UpdateAsync(RepositoryOf.Users(_user), changes);

        Assert.That(result.Value?.Email, Is.EqualTo("USER@example.com"));
    }

    [Test]
    public async Task The_address_of_another_user_is_refused_before_hashing()
    {
        var users = RepositoryOf.Users(_user, SomeUser.Create("other@example.com"));

        var result = await UpdateAsync(users, new UserChanges { Email = SomeUser.Address("OTHER@example.com") }, Password);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserEmailAlreadyExists));
        _hasher.VerifyNoOtherCalls();
    }

    [Test]
    public async Task An_address_that_a_simultaneous_request_gave_to_the_user_is_accepted()
    {
        var stored = _user.Copy();
        stored.ChangeEmail(SomeUser.Address("other@example.com"));

        var result = await UpdateAsync(RepositoryOf.Users(stored), new UserChanges { Email = SomeUser.Address("other@example.com") });

        Assert.That(result.Value?.Email, Is.EqualTo("other@example.com"));
    }

    [TestCase(UserWriteOutcome.EmailTaken, "UPDATE_USER_EMAIL_ALREADY_EXISTS")]
    [TestCase(UserWriteOutcome.NotFound, "Not Found")]
    public async Task A_change_that_loses_a_race_is_refused_without_an_event(UserWriteOutcome outcome, string code)
    {
        var users = RepositoryOf.Users();
        users.Setup(all => all.UpdateAsync(_user.Id, It.IsAny<Func<User, bool>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new UserWrite(outcome, null));

        var result = await UpdateAsync(users, new UserChanges { Email = SomeUser.Address("other@example.com") });

        Assert.That((result.Error?.Code, _events.Told.Count), Is.EqualTo((code, 0)));
    }

    [Test]
    public async Task A_new_password_is_stored_as_its_hash()
    {
        var user = (await UpdateAsync(RepositoryOf.Users(_user), new UserChanges(), Password)).Value!;

        Assert.That(user.HashedPassword, Is.EqualTo("another hash"));
    }

    [TestCase("short", "Password should be at least 8 characters")]
    [TestCase("is-user@example.com!", "Password should not contain e-mail")]
    [TestCase("is-other@example.com!", "Password should not contain e-mail")]
    public async Task An_invalid_password_changes_nothing(string password, string reason)
    {
        var users = RepositoryOf.Users(_user);

        var result = await UpdateAsync(users, new UserChanges { Email = SomeUser.Address("other@example.com") }, password);

        Assert.That(result.Error, Is.EqualTo(AuthError.UpdateUserInvalidPassword(reason)));
        users.VerifyNoOtherCalls();
    }

    [TestCase(true, false, "")]
    [TestCase(false, false, "user_updated name")]
    [TestCase(false, true, "user_updated name,is_superuser")]
    public async Task Only_a_change_by_another_user_publishes_user_updated(bool byUser, bool ofFlags, string expected)
    {
        var changes = new UserChanges { ChangesName = true, Name = "Nora", IsSuperuser = ofFlags ? true : null };

        await ChangeAsync(byUser, changes);

        Assert.That(string.Join(", ", _events.Told), Is.EqualTo(expected));
    }

    [TestCase(true, "password_changed, email_changed")]
    [TestCase(false, "password_changed, email_changed, user_updated email,password,is_verified")]
    public async Task A_change_of_address_and_password_publishes_events_without_values(bool byUser, string expected)
    {
        await ChangeAsync(byUser, new UserChanges { Email = SomeUser.Address("new@example.com") }, Password);

        Assert.That(string.Join(", ", _events.Told), Is.EqualTo(expected));
        Assert.That(_events.All.OfType<EmailChanged>().Single().ByUser, Is.EqualTo(byUser));
    }

    [Test]
    public async Task An_update_without_a_change_publishes_no_event()
    {
        await UpdateAsync(RepositoryOf.Users(_user), new UserChanges { IsActive = true, ChangesName = true });

        Assert.That(_events.Told, Is.Empty);
    }

    [TestCase(Password, null, true)]
    [TestCase(null, false, false)]
    public async Task A_password_change_keeps_one_session_and_a_deactivation_none(string? password, bool? active, bool keeps)
    {
        var kept = Guid.NewGuid();

        await Editor(RepositoryOf.Users(_user)).UpdateAsync(_user, new UserChanges { IsActive = active }, password, kept, default);

        _sessions.Verify(
            sessions => sessions.EndAllAsync(
                _user.Id, keeps ? kept : null, It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Test]
    public async Task A_change_of_name_and_address_revokes_no_session()
    {
        await UpdateAsync(
            RepositoryOf.Users(_user),
            new UserChanges { ChangesName = true, Name = "Nora", Email = SomeUser.Address("other@example.com") });

        _sessions.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_deletion_publishes_an_event()
    {
        var deleted = await Editor(RepositoryOf.Users(_user)).DeleteAsync(_user.Id, default);

        Assert.That(deleted.Value, Is.SameAs(_user));
        Assert.That(_events.Told, Is.EqualTo(["user_deleted"]));
    }

    [Test]
    public async Task A_deletion_of_an_unknown_user_is_refused()
    {
        var deleted = await Editor(RepositoryOf.Users()).DeleteAsync(_user.Id, default);

        Assert.That((deleted.Error, _events.Told.Count), Is.EqualTo((AuthError.NotFound, 0)));
    }

    [Test]
    public async Task A_deletion_that_loses_a_race_publishes_no_event()
    {
        var users = RepositoryOf.Users(_user);
        users.Setup(all => all.DeleteAsync(_user.Id, It.IsAny<CancellationToken>())).ReturnsAsync(false);

        var deleted = await Editor(users).DeleteAsync(_user.Id, default);

        Assert.That((deleted.Error, _events.Told.Count), Is.EqualTo((AuthError.NotFound, 0)));
    }

    private Task<Result<User>> UpdateAsync(Mock<IUserRepository> users, UserChanges changes, string? password = null) =>
        Editor(users).UpdateAsync(_user, changes, password, keptSession: null, default);

    private Task<Result<User>> ChangeAsync(bool byUser, UserChanges changes, string? password = null)
    {
        var editor = Editor(RepositoryOf.Users(_user));
        return byUser
            ? editor.UpdateSelfAsync(_user, changes, password, currentPassword: null, keptSession: null, default)
            : editor.UpdateAsync(_user, changes, password, keptSession: null, default);
    }

    private UserEditor Editor(Mock<IUserRepository> users)
    {
        var settings = Settings.Create();
        var currentPasswords = new CurrentPasswordVerifier(
            Unthrottled.Logins(), _hasher.Object, _sessions.Object, new Caller(), settings,
            TimeProvider.System, _events.UnitOfWork, _events.Publisher);
        return new(
            users.Object, _sessions.Object, _hasher.Object, currentPasswords, new PasswordPolicy(settings), settings,
            TimeProvider.System, _events.UnitOfWork, _events.Publisher);
    }
}
