using Auth.Application;
using Auth.Application.Passwords;
using Auth.Application.Users;
using Auth.Domain.Users;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class UserRegistrarTests
{
    private const string Password = "correct-horse-9";

    private readonly Mock<IPasswordHasher> _hasher = new();
    private readonly RecordedEvents _events = new();

    public UserRegistrarTests() =>
        _hasher.Setup(hasher => hasher.HashAsync(Password, It.IsAny<CancellationToken>())).ReturnsAsync(SomeUser.Hash);

    [Test]
    public async Task Registration_returns_the_stored_user()
    {
        var users = RepositoryOf.Users();

        var user = (await RegisterAsync(users)).Value!;

        Assert.That((user.Email, user.Name, user.HashedPassword), Is.EqualTo(("user@example.com", "Nick", SomeUser.Hash)));
        users.Verify(all => all.AddAsync(user, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task A_self_registered_user_is_neither_verified_nor_a_superuser()
    {
        var user = (await RegisterAsync(RepositoryOf.Users())).Value!;

        Assert.That((user.IsActive, user.IsVerified, user.IsSuperuser), Is.EqualTo((true, false, false)));
    }

    [Test]
    public async Task An_operator_can_set_the_flags_of_a_new_user()
    {
        var flags = new UserChanges { IsActive = false, IsVerified = true, IsSuperuser = true };

        var user = (await Registrar(RepositoryOf.Users())
            .RegisterAsync(SomeUser.Address("user@example.com"), Password, flags, default)).Value!;

        Assert.That((user.IsActive, user.IsVerified, user.IsSuperuser), Is.EqualTo((false, true, true)));
    }

    [TestCase("short", "Password should be at least 8 characters")]
    [TestCase("is-USER@example.com!", "Password should not contain e-mail")]
    public async Task An_invalid_password_is_reported_before_a_duplicate_address(string password, string reason)
    {
        var result = await RegisterAsync(RepositoryOf.Users(SomeUser.Create()), password);

        Assert.That(result.Error, Is.EqualTo(AuthError.RegisterInvalidPassword(reason)));
    }

    [Test]
    public async Task A_duplicate_address_is_refused()
    {
        var result = await RegisterAsync(RepositoryOf.Users(SomeUser.Create("USER@example.com")));

        Assert.That(result.Error, Is.EqualTo(AuthError.RegisterUserAlreadyExists));
    }

    [Test]
    public async Task A_registration_that_loses_a_race_is_refused_as_a_duplicate()
    {
        var users = RepositoryOf.Users();
        users.Setup(all => all.AddAsync(It.IsAny<User>(), It.IsAny<CancellationToken>())).ReturnsAsync(false);

        Assert.That((await RegisterAsync(users)).Error, Is.EqualTo(AuthError.RegisterUserAlreadyExists));
    }

    [TestCase("short")]
    [TestCase(Password)]
    public async Task A_refused_registration_computes_no_hash(string password)
    {
        await RegisterAsync(RepositoryOf.Users(SomeUser.Create()), password);

        _hasher.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_registration_publishes_an_event()
    {
        await RegisterAsync(RepositoryOf.Users());

        Assert.That(_events.Told, Is.EqualTo(["user_registered"]));
    }

    [Test]
    public async Task A_refused_registration_publishes_no_event()
    {
        var users = RepositoryOf.Users();
        users.Setup(all => all.AddAsync(It.IsAny<User>(), It.IsAny<CancellationToken>())).ReturnsAsync(false);

        await RegisterAsync(users);

        Assert.That(_events.Told, Is.Empty);
    }

    private Task<Result<User>> RegisterAsync(Mock<IUserRepository> users, string password = Password) =>
        Registrar(users).RegisterAsync(
            SomeUser.Address("user@example.com"), password, "Nick", fields: null, default);

    private UserRegistrar Registrar(Mock<IUserRepository> users) =>
        new(users.Object, _hasher.Object, new PasswordPolicy(Settings.Create()), _events.UnitOfWork, _events.Publisher);
}
