using Auth.Domain.Users;
using Auth.Tests.Conformance;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class SessionEndTests(DatabaseEngine engine)
{
    private const string NewPassword = "another-horse-10";

    [Test]
    public async Task A_logout_revokes_its_session_only()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var status = await server.StatusAsync(HttpMethod.Post, "/api/token/logout", mine.Access);

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(204));
            Assert.That(await server.IsOpenAsync(mine), Is.False);
            Assert.That(await server.IsOpenAsync(other));
        });
    }

    [Test]
    public async Task A_logout_on_one_server_takes_effect_immediately_on_another()
    {
        await using var server = await AuthServer.StartAsync(engine);
        await using var another = server.StartAnother();
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        var before = await another.StatusOfMeAsync(tokens.Access);
        await server.StatusAsync(HttpMethod.Post, "/api/token/logout", tokens.Access);

        Assert.Multiple(async () =>
        {
            Assert.That(before, Is.EqualTo(200));
            Assert.That(await another.IsOpenAsync(tokens), Is.False);
        });
    }

    [Test]
    public async Task A_password_change_revokes_all_sessions_except_the_one_of_the_request()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        await server.StatusAsync(HttpMethod.Patch, "/api/users/me", mine.Access, new { password = NewPassword });

        Assert.Multiple(async () =>
        {
            Assert.That(await server.IsOpenAsync(mine));
            Assert.That(await server.IsOpenAsync(other), Is.False);
        });
    }

    [Test]
    public async Task Other_changes_of_the_current_user_revoke_no_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", mine.Access,
            new { name = "Nora", email = AuthServer.NewEmail(), is_active = false });

        Assert.That((await server.IsOpenAsync(mine), await server.IsOpenAsync(other)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_refused_password_change_revokes_no_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        await server.StatusAsync(HttpMethod.Patch, "/api/users/me", mine.Access, new { password = "short" });

        Assert.That(await server.IsOpenAsync(other));
    }

    [Test]
    public async Task A_password_set_by_a_superuser_revokes_all_sessions_of_the_user()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        await ChangeAsync(server, user, new { password = NewPassword });

        Assert.That(await server.IsOpenAsync(tokens), Is.False);
    }

    [Test]
    public async Task A_superuser_who_changes_their_own_password_by_id_keeps_the_current_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var admin = await server.CreateUserAsync(superuser: true);
        var (mine, other) = (await server.LogInAsync(admin), await server.LogInAsync(admin));

        await server.StatusAsync(HttpMethod.Patch, $"/api/users/{admin.Id}", mine.Access, new { password = NewPassword });

        Assert.That((await server.IsOpenAsync(mine), await server.IsOpenAsync(other)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_password_reset_revokes_all_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        var reset = await server.StatusAsync(
            HttpMethod.Post, "/api/auth/reset-password", tokens.Access,
            new { token = Claims.ForReset(user).Sign(), password = NewPassword });

        Assert.That((reset, await server.IsOpenAsync(tokens)), Is.EqualTo((200, false)));
    }

    [Test]
    public async Task Deactivation_revokes_all_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        await ChangeAsync(server, user, new { is_active = false });

        Assert.That(await server.IsOpenAsync(tokens), Is.False);
    }

    [Test]
    public async Task Reactivation_does_not_restore_revoked_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        await ChangeAsync(server, user, new { is_active = false });
        await ChangeAsync(server, user, new { is_active = true });

        Assert.Multiple(async () =>
        {
            Assert.That(await server.IsOpenAsync(tokens), Is.False);
            Assert.That(await server.IsOpenAsync(await server.LogInAsync(user)));
        });
    }

    [Test]
    public async Task Deletion_deletes_all_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);
        var admin = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        await server.StatusAsync(HttpMethod.Delete, $"/api/users/{user.Id}", admin);

        Assert.Multiple(async () =>
        {
            Assert.That(await server.IsOpenAsync(tokens), Is.False);
            Assert.That(await server.SessionsOfAsync(user), Is.Empty);
        });
    }

    private static async Task ChangeAsync(AuthServer server, User user, object changes)
    {
        var admin = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        Assert.That(await server.StatusAsync(HttpMethod.Patch, $"/api/users/{user.Id}", admin, changes), Is.EqualTo(200));
    }
}
