using System.Text.Json;

namespace Auth.Tests.Integration.Backends;

/// <summary>Several backends on each database.</summary>
[OnEachDatabase]
public sealed class BackendTests(DatabaseEngine engine)
{
    private static readonly string[] Paths =
        [BackendServers.Jwt, BackendServers.Cookie, BackendServers.Database, BackendServers.CookieDatabase];

    [TestCaseSource(nameof(Paths))]
    public async Task A_token_of_each_backend_authenticates_its_user(string path)
    {
        var server = await ServerAsync();

        var credential = await server.CredentialAsync(path, await server.CreateUserAsync());

        Assert.That(await server.MeAsync(credential), Is.EqualTo(200));
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_logout_revokes_the_token_of_each_backend(string path)
    {
        var server = await ServerAsync();
        var credential = await server.CredentialAsync(path, await server.CreateUserAsync());

        using var logout = await server.SendWithAsync(HttpMethod.Post, $"/{path}/logout", null, credential);

        Assert.That(((int)logout.StatusCode, await server.MeAsync(credential)), Is.EqualTo((204, 401)));
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_deactivation_and_a_new_password_revoke_the_tokens_of_each_backend_on_another_process(string path)
    {
        var server = await ServerAsync();
        await using var other = server.StartAnother(BackendServers.Settings());
        var (first, second, root) =
            (await server.CreateUserAsync(), await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        var (deactivated, changed) = (await server.CredentialAsync(path, first), await server.CredentialAsync(path, second));
        var superuser = await server.CredentialAsync(BackendServers.Jwt, root);

        using var deactivation = await server.SendWithAsync(
            HttpMethod.Patch, $"/api/users/{first.Id}", new { is_active = false }, superuser);
        using var change = await server.SendWithAsync(
            HttpMethod.Patch, $"/api/users/{second.Id}", new { password = "another-horse-9" }, superuser);

        Assert.That((await other.MeAsync(deactivated), await other.MeAsync(changed)), Is.EqualTo((401, 401)));
    }

    [TestCaseSource(nameof(Paths))]
    public async Task An_inactive_user_is_refused_although_a_later_credential_is_valid(string path)
    {
        var server = await ServerAsync();
        var (user, other, root) =
            (await server.CreateUserAsync(), await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        var credential = await server.CredentialAsync(path, user);
        var later = await server.CredentialAsync(
            path == BackendServers.CookieDatabase ? BackendServers.Database : BackendServers.CookieDatabase, other);
        var superuser = await server.CredentialAsync(BackendServers.Jwt, root);

        using var deactivation = await server.SendWithAsync(
            HttpMethod.Patch, $"/api/users/{user.Id}", new { is_active = false }, superuser);

        // A bearer of the table takes precedence over its cookie.
        var expected = path == BackendServers.CookieDatabase ? 200 : 401;
        Assert.That(await server.MeAsync(credential, later), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_logout_revokes_the_credential_of_its_own_backend_too()
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();
        var (bearer, cookie) =
            (await server.CredentialAsync(BackendServers.Jwt, user), await server.CredentialAsync(BackendServers.CookieDatabase, user));

        using var logout = await server.SendWithAsync(
            HttpMethod.Post, $"/{BackendServers.CookieDatabase}/logout", null, bearer, cookie);

        Assert.That((await server.MeAsync(bearer), await server.MeAsync(cookie)), Is.EqualTo((401, 401)));
    }

    [Test]
    public async Task A_token_is_valid_only_for_backends_of_its_strategy()
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();
        var jwt = (await server.CredentialAsync(BackendServers.Jwt, user)).Value["Bearer ".Length..];
        var opaque = (await server.CredentialAsync(BackendServers.Database, user)).Value["Bearer ".Length..];

        var statuses = new[]
        {
            await server.MeAsync(("Cookie", $"fastapiusersauth={jwt}")),
            await server.MeAsync(("Cookie", $"sid={opaque}")),
            await server.MeAsync(("Cookie", $"sid={jwt}")),
            await server.MeAsync(("Cookie", $"fastapiusersauth={opaque}")),
        };

        Assert.That(statuses, Is.EqualTo([200, 200, 401, 401]));
    }

    [Test]
    public async Task The_first_backend_that_finds_a_user_authenticates_the_request()
    {
        var server = await ServerAsync();
        var (first, second) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        var cookie = await server.CredentialAsync(BackendServers.Cookie, second);

        using var both = await server.SendWithAsync(
            HttpMethod.Get, "/api/users/me", null, await server.CredentialAsync(BackendServers.Jwt, first), cookie);
        using var invalid = await server.SendWithAsync(
            HttpMethod.Get, "/api/users/me", null, ("Authorization", "Bearer garbage"), cookie);

        Assert.That((await IdInAsync(both), await IdInAsync(invalid)), Is.EqualTo((first.Id, second.Id)));
    }

    private static async Task<Guid> IdInAsync(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("id").GetGuid();
    }

    private Task<AuthServer> ServerAsync() =>
        SharedServers.GetAsync(engine, [.. BackendServers.Settings().Select(setting => (setting.Key, setting.Value))]);
}
