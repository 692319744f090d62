using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class ProfileUpdateTests
{
    private const string Me = "/api/users/me";
    private const string NewPassword = "another-horse-10";

    [TestCase("""{"name":"Another"}""", "Another")]
    [TestCase("""{"name":""}""", "")]
    [TestCase("""{"name":null}""", null)]
    [TestCase("{}", "Nick")]
    [TestCase("""{"password":null}""", "Nick")]
    public async Task A_name_is_changed_cleared_or_kept(string body, string? name)
    {
        var (server, user) = await NewUserAsync();

        var answered = await ChangeAsync(server, user, body);

        Assert.That(answered.GetProperty("name").GetString(), Is.EqualTo(name));
        Assert.That((await ReadAsync(server, user)).GetRawText(), Is.EqualTo(answered.GetRawText()));
    }

    [Test]
    public async Task A_user_response_has_six_members()
    {
        var (server, user) = await NewUserAsync();

        var me = await ReadAsync(server, user);

        Assert.That(me.GetRawText(), Is.EqualTo(
            $$"""{"id":"{{user.Id}}","email":"{{user.Email}}","name":"Nick","""
            + "\"is_active\":true,\"is_superuser\":false,\"is_verified\":true}"));
    }

    [Test]
    public async Task A_new_address_is_unverified()
    {
        var (server, user) = await NewUserAsync();
        var local = $"{Guid.NewGuid():N}";

        var answered = await ChangeAsync(server, user, $$"""{"email":" {{local}}@EXAMPLE.com"}""");

        Assert.Multiple(() =>
        {
            Assert.That(answered.GetProperty("email").GetString(), Is.EqualTo($"{local}@example.com"));
            Assert.That(answered.GetProperty("is_verified").GetBoolean(), Is.False);
        });
    }

    [Test]
    public async Task An_unchanged_address_stays_verified()
    {
        var (server, user) = await NewUserAsync();

        var answered = await ChangeAsync(server, user, $$"""{"email":"{{user.Email}}"}""");

        Assert.That(answered.GetProperty("is_verified").GetBoolean());
    }

    [Test]
    public async Task A_users_own_address_in_another_case_is_not_a_duplicate()
    {
        var (server, user) = await NewUserAsync();
        var email = user.Email.Replace("@example.com", "@EXAMPLE.com", StringComparison.Ordinal).ToUpperInvariant();

        using var patch = await server.SendUserAsync(UserRoute.Me, $$"""{"email":"{{email}}"}""", user: user);

        Assert.That(await patch.SummaryAsync(), Is.EqualTo("200"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_address_of_another_user_is_refused(bool upperCase)
    {
        var (server, user) = await NewUserAsync();
        var (_, other) = await NewUserAsync();
        var email = upperCase ? other.Email.ToUpperInvariant() : other.Email;

        using var patch = await server.SendUserAsync(UserRoute.Me, $$"""{"email":"{{email}}"}""", user: user);

        Assert.That(await patch.SummaryAsync(), Is.EqualTo("400 UPDATE_USER_EMAIL_ALREADY_EXISTS"));
    }

    [Test]
    public async Task A_new_address_logs_in_and_the_old_address_becomes_available()
    {
        var (server, user) = await NewUserAsync();
        var email = AuthServer.NewEmail();
        await ChangeAsync(server, user, $$"""{"email":"{{email}}"}""");

        using var login = await server.LoginAsync(email, AuthServer.Password);
        using var register = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = user.Email, password = AuthServer.Password });

        Assert.That((await login.SummaryAsync(), await register.SummaryAsync()), Is.EqualTo(("200", "201")));
    }

    [TestCase("""{"password":"another-horse-10"}""", NewPassword, AuthServer.Password)]
    [TestCase("""{"password":null}""", AuthServer.Password, NewPassword)]
    [TestCase("""{"hashed_password":"another-horse-10"}""", AuthServer.Password, NewPassword)]
    [TestCase("{}", AuthServer.Password, NewPassword)]
    public async Task A_password_is_changed_or_kept(string body, string good, string bad)
    {
        var (server, user) = await NewUserAsync();
        await ChangeAsync(server, user, body);

        using var goodLogin = await server.LoginAsync(user.Email, good);
        using var badLogin = await server.LoginAsync(user.Email, bad);

        Assert.That(
            (await goodLogin.SummaryAsync(), await badLogin.SummaryAsync()), Is.EqualTo(("200", "400 LOGIN_BAD_CREDENTIALS")));
    }

    [TestCase("""{"is_active":false,"is_superuser":true,"is_verified":false}""")]
    [TestCase("""{"is_active":"off","is_superuser":1,"is_verified":"n"}""")]
    [TestCase("""{"is_active":null,"is_superuser":null,"is_verified":null}""")]
    public async Task A_user_cannot_change_their_own_flags(string body)
    {
        var (server, user) = await NewUserAsync();
        var before = (await ReadAsync(server, user)).GetRawText();

        await ChangeAsync(server, user, body);

        Assert.That((await ReadAsync(server, user)).GetRawText(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_superuser_cannot_change_their_own_flags()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync(superuser: true);

        var answered = await ChangeAsync(server, user, """{"is_active":false,"is_superuser":false,"is_verified":true}""");

        Assert.That(
            new[] { "is_active", "is_superuser", "is_verified" }.Select(flag => answered.GetProperty(flag).GetBoolean()),
            Is.EqualTo(new[] { true, true, false }));
    }

    [TestCase("""{"name":"Another","password":"short"}""",
        "400 UPDATE_USER_INVALID_PASSWORD: Password should be at least 8 characters")]
    [TestCase("""{"name":"Another","email":"NEW","password":"my NEW"}""",
        "400 UPDATE_USER_INVALID_PASSWORD: Password should not contain e-mail")]
    [TestCase("""{"name":"Another","password":"another-horse-10","email":"TAKEN"}""", "400 UPDATE_USER_EMAIL_ALREADY_EXISTS")]
    [TestCase("""{"name":"Another","email":"NEW","password":"another-horse-10","is_active":"maybe"}""",
        "422 body.is_active bool_parsing")]
    public async Task A_refused_update_saves_nothing(string body, string summary)
    {
        var (server, user) = await NewUserAsync();
        var (_, other) = await NewUserAsync();
        body = body.Replace("TAKEN", other.Email, StringComparison.Ordinal)
            .Replace("NEW", AuthServer.NewEmail(), StringComparison.Ordinal);
        var before = (await ReadAsync(server, user)).GetRawText();

        using var patch = await server.SendUserAsync(UserRoute.Me, body, user: user);
        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.Multiple(async () =>
        {
            Assert.That(await patch.SummaryAsync(), Is.EqualTo(summary));
            Assert.That((await ReadAsync(server, user)).GetRawText(), Is.EqualTo(before));
            Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
        });
    }

    private static async Task<(AuthServer Server, User User)> NewUserAsync()
    {
        var server = await SharedServers.SqliteAsync();
        return (server, await server.CreateUserAsync(verified: true));
    }

    private static async Task<JsonElement> ChangeAsync(AuthServer server, User user, string body)
    {
        using var patch = await server.SendUserAsync(UserRoute.Me, body, user: user);
        Assert.That(await patch.SummaryAsync(), Is.EqualTo("200"));
        return await patch.JsonAsync();
    }

    private static async Task<JsonElement> ReadAsync(AuthServer server, User user)
    {
        using var me = await server.SendAsync(HttpMethod.Get, Me, await server.TokenOfAsync(user));
        return await me.JsonAsync();
    }
}
