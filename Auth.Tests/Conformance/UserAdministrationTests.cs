using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class UserAdministrationTests
{
    private const string Nobody = "3f0c7a52-94f5-4a7c-9a5c-2f6d0f3f1c11";
    private const string AddressTaken = "400 UPDATE_USER_EMAIL_ALREADY_EXISTS";
    private const int Contenders = 8;

    [Test]
    public async Task Authentication_is_checked_before_authorization_and_existence(
        [Values("GET", "PATCH", "DELETE")] string method, [Values] bool exists)
    {
        var server = await SharedServers.SqliteAsync();
        var target = await server.CreateUserAsync();
        var path = $"/api/users/{(exists ? $"{target.Id}" : Nobody)}";
        var plain = await server.TokenOfAsync(await server.CreateUserAsync(verified: true));
        var superusers = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var inactive = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true, active: false));
        var good = method == "DELETE" ? "204" : "200";

        Assert.Multiple(async () =>
        {
            Assert.That(await SendAsync(server, method, path, null), Is.EqualTo("401 Unauthorized"));
            Assert.That(await SendAsync(server, method, path, "nonsense"), Is.EqualTo("401 Unauthorized"));
            Assert.That(await SendAsync(server, method, path, inactive), Is.EqualTo("401 Unauthorized"));
            Assert.That(await SendAsync(server, method, path, plain), Is.EqualTo("403 Forbidden"));
            Assert.That(await SendAsync(server, method, path, superusers), Is.EqualTo(exists ? good : "404 Not Found"));
        });
    }

    [Test]
    public async Task A_plain_user_cannot_access_their_own_id([Values("GET", "PATCH", "DELETE")] string method)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(user);

        Assert.That(await SendAsync(server, method, $"/api/users/{user.Id}", token), Is.EqualTo("403 Forbidden"));
    }

    [Test]
    public async Task An_unknown_id_is_not_found(
        [Values("GET", "PATCH", "DELETE")] string method,
        [Values("nobody", "5", "00000000-0000-0000-0000-000000000000", "%7B{0}%7D", "({0})", "urn:uuid:{0}", "{0}%20", "%20{0}",
            "{0}x", "%F0%9F%98%80", "%FF", "a%40example.com", "*", "'%20or%20'1'='1")]
        string id)
    {
        var server = await SharedServers.SqliteAsync();
        var target = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        var path = $"/api/users/{string.Format(null, id, target.Id)}";

        Assert.That(await SendAsync(server, method, path, token), Is.EqualTo("404 Not Found"));
    }

    [Test]
    public async Task An_id_is_matched_case_insensitively()
    {
        var (server, target, token) = await NewTargetAsync();
        var path = $"/api/users/{target.Id.ToString("D").ToUpperInvariant()}";

        Assert.That(await SendAsync(server, "GET", path, token), Is.EqualTo("200"));
    }

    [TestCase("""{"is_active":false}""", "is_active", false)]
    [TestCase("""{"is_active":true}""", "is_active", true)]
    [TestCase("""{"is_superuser":true}""", "is_superuser", true)]
    [TestCase("""{"is_superuser":false}""", "is_superuser", false)]
    [TestCase("""{"is_verified":false}""", "is_verified", false)]
    [TestCase("""{"is_verified":"yes"}""", "is_verified", true)]
    [TestCase("""{"email":"NEW"}""", "is_verified", false, Description = "a new address is unverified")]
    [TestCase("""{"email":"NEW","is_verified":true}""", "is_verified", true, Description = "unless the request sets the flag")]
    [TestCase("""{"is_verified":true,"email":"NEW"}""", "is_verified", true)]
    [TestCase("""{"name":null}""", "is_verified", true)]
    public async Task A_superuser_sets_the_flags(string body, string flag, bool value)
    {
        var (server, target, token) = await NewTargetAsync();
        body = body.Replace("NEW", AuthServer.NewEmail(), StringComparison.Ordinal);
        var path = $"/api/users/{target.Id}";

        using var patch = await server.SendTextAsync(HttpMethod.Patch, path, body, token: token);
        using var read = await server.SendAsync(HttpMethod.Get, path, token);
        var (answered, stored) = (await patch.JsonAsync(), await read.JsonAsync());

        Assert.That(answered.GetProperty(flag).GetBoolean(), Is.EqualTo(value));
        Assert.That(stored.GetRawText(), Is.EqualTo(answered.GetRawText()));
    }

    [Test]
    public async Task A_null_flag_is_refused_and_nothing_is_saved(
        [Values("is_active", "is_superuser", "is_verified", "email")] string member)
    {
        var (server, target, token) = await NewTargetAsync();
        var body = $$"""{"name":"Another","{{member}}":null}""";

        using var patch = await server.SendTextAsync(HttpMethod.Patch, $"/api/users/{target.Id}", body, token: token);

        Assert.That((int)patch.StatusCode, Is.EqualTo(422));
        Assert.That((await server.FindUserAsync(target))!.Name, Is.EqualTo("Nick"));
    }

    [Test]
    public async Task Changes_by_a_superuser_take_effect_immediately()
    {
        var (server, target, token) = await NewTargetAsync();
        var targetToken = await server.TokenOfAsync(target);
        var path = $"/api/users/{target.Id}";

        await server.SendAsync(HttpMethod.Patch, path, token, new { is_superuser = true });
        var promoted = await SendAsync(server, "GET", path, targetToken);
        await server.SendAsync(HttpMethod.Patch, path, token, new { password = "another-horse-10" });
        using var login = await server.LoginAsync(target.Email, "another-horse-10");
        await server.SendAsync(HttpMethod.Patch, path, token, new { is_active = false });
        var deactivated = await SendAsync(server, "GET", path, targetToken);
        using var deactivatedLogin = await server.LoginAsync(target.Email, "another-horse-10");

        Assert.That(
            new[] { promoted, await login.SummaryAsync(), deactivated, await deactivatedLogin.SummaryAsync() },
            Is.EqualTo(new[] { "200", "200", "401 Unauthorized", "400 LOGIN_BAD_CREDENTIALS" }));
    }

    [Test]
    public async Task An_address_given_to_two_users_at_once_is_assigned_to_one()
    {
        var (server, first, token) = await NewTargetAsync();
        var second = await server.CreateUserAsync();
        var email = AuthServer.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(async number =>
        {
            var user = number % 2 == 0 ? first : second;
            using var patch = await server.SendAsync(HttpMethod.Patch, $"/api/users/{user.Id}", token, new { email });
            return (User: user, Summary: await patch.SummaryAsync());
        }));
        var owners = new[] { await server.FindUserAsync(first), await server.FindUserAsync(second) }
            .Where(user => user!.Email == email).Select(user => user!.Id).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(owners, Has.Count.EqualTo(1));
            Assert.That(
                answers.Select(answer => answer.Summary),
                Is.EqualTo(answers.Select(answer => owners.Contains(answer.User.Id) ? "200" : AddressTaken)));
        });
    }

    private static async Task<(AuthServer Server, User Target, string Token)> NewTargetAsync()
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        return (server, await server.CreateUserAsync(verified: true), token);
    }

    private static async Task<string> SendAsync(AuthServer server, string method, string path, string? token)
    {
        using var answer = await server.SendAsync(
            new HttpMethod(method), path, token, method == "PATCH" ? JsonSerializer.SerializeToElement(new { }) : null);
        return await answer.SummaryAsync();
    }
}
