using System.Net;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Import;

/// <summary>Repeated imports while users change on both sides.</summary>
[OnEachDatabase]
public sealed class DeltaImportTests(DatabaseEngine engine)
{
    private static readonly Guid Ada = Guid.NewGuid(), Bob = Guid.NewGuid();

    private AuthServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await AuthServer.StartAsync(engine);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task An_unchanged_row_changes_nothing()
    {
        var source = _server.Csv(Imports.Row(Ada, "ada@example.com"));
        await _server.ImportAsync(source);
        var before = await FindAsync(Ada);

        var second = await _server.ImportAsync(source);

        Assert.That((second.Users("unchanged"), second.Users("created"), second.Users("updated")), Is.EqualTo((1L, 0L, 0L)));
        Assert.That((await FindAsync(Ada))!.SecurityStamp, Is.EqualTo(before!.SecurityStamp));
    }

    [Test]
    public async Task A_row_that_changed_in_the_source_changes_the_user()
    {
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com")));

        var delta = await _server.ImportAsync(
            _server.Csv(Imports.Row(Ada, "lovelace@example.com", verified: true), Imports.Row(Bob, "bob@example.com")));
        var user = await FindAsync(Ada);

        Assert.That((delta.Users("updated"), delta.Users("created")), Is.EqualTo((1L, 1L)));
        Assert.That((user!.Email, user.IsVerified, user.HashedPassword), Is.EqualTo(("lovelace@example.com", true, Imports.Argon2id)));
    }

    [Test]
    public async Task Several_changes_in_the_source_are_followed()
    {
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com")));
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com", active: false)));

        var delta = await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com", superuser: true)));
        var user = await FindAsync(Ada);

        Assert.That((delta.Users("updated"), user!.IsActive, user.IsSuperuser), Is.EqualTo((1L, true, true)));
    }

    [Test]
    public async Task A_user_that_changed_here_is_kept_and_reported()
    {
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com")));
        await _server.UpdateUserAsync((await FindAsync(Ada))!, user => user.SetVerified(true));

        var delta = await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "lovelace@example.com")));
        var user = await FindAsync(Ada);

        Assert.That(delta.Lines, Is.EqualTo(["users 1 changed_in_auth - error"]));
        Assert.That((user!.Email, user.IsVerified), Is.EqualTo(("ada@example.com", true)));
    }

    [Test]
    public async Task A_change_here_is_kept_if_the_source_is_unchanged()
    {
        var source = _server.Csv(Imports.Row(Ada, "ada@example.com"));
        await _server.ImportAsync(source);
        await _server.UpdateUserAsync((await FindAsync(Ada))!, user => user.SetActive(false));

        var delta = await _server.ImportAsync(source);

        Assert.That((delta.Users("unchanged"), (await FindAsync(Ada))!.IsActive), Is.EqualTo((1L, false)));
    }

    [Test]
    public async Task A_rehash_is_no_change_and_is_kept()
    {
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com")));
        await WithUsersAsync(users => users.ReplacePasswordHashAsync(Ada, Imports.Argon2id, "$2b$04$rehashed", default));

        var delta = await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com", active: false)));
        var user = await FindAsync(Ada);

        Assert.That((delta.Users("updated"), user!.IsActive, user.HashedPassword), Is.EqualTo((1L, false, "$2b$04$rehashed")));
    }

    [Test]
    public async Task A_new_password_in_the_source_ends_sessions()
    {
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com", HashOfPassword)));
        using var login = await _server.LoginAsync("ada@example.com", AuthServer.Password);
        var token = (await Sessions.Tokens.ReadAsync(login)).Access;

        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com")));
        using var me = await _server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.That((login.StatusCode, me.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task A_user_deleted_here_is_not_created_again()
    {
        var source = _server.Csv(Imports.Row(Ada, "ada@example.com"), Imports.Row(Bob, "bob@example.com"));
        await _server.ImportAsync(source);
        await WithUsersAsync(users => users.DeleteAsync(Ada, default));

        var delta = await _server.ImportAsync(source);

        Assert.That(delta.Lines, Is.EqualTo(["users 1 deleted_in_auth id error"]));
        Assert.That(await FindAsync(Ada), Is.Null);
    }

    [Test]
    public async Task A_user_missing_in_the_source_is_kept_and_reported()
    {
        await _server.ImportAsync(_server.Csv(Imports.Row(Ada, "ada@example.com"), Imports.Row(Bob, "bob@example.com")));

        var delta = await _server.ImportAsync(_server.Csv(Imports.Row(Bob, "bob@example.com")));

        Assert.That(delta.Lines, Is.EqualTo(["users - missing_in_source - warning"]));
        Assert.That(await FindAsync(Ada), Is.Not.Null);
    }

    [Test]
    public async Task A_user_who_was_not_imported_is_kept()
    {
        var registered = await _server.CreateUserAsync("ada@example.com");

        var imported = await _server.ImportAsync(_server.Csv(
            Imports.Row(registered.Id, "bob@example.com"), Imports.Row(Bob, "ADA@example.com"), Imports.Row(Ada, "other@example.com")));

        Assert.That(imported.Lines, Is.EqualTo(["users 1 user_exists id error", "users 2 email_taken email error"]));
        Assert.That(imported.Users("created"), Is.EqualTo(1));
    }

    /// <summary>A bcrypt hash of <see cref="AuthServer.Password"/>.</summary>
    private static string HashOfPassword { get; } = Unit.Passwords.BCrypt.HashPassword(AuthServer.Password, 4);

    private Task<User?> FindAsync(Guid id) => WithUsersAsync(users => users.FindAsync(id, default));

    private async Task<T> WithUsersAsync<T>(Func<IUserRepository, Task<T>> action)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }
}
