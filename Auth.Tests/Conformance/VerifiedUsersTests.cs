using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

/// <summary>The effect of the two settings that require a verified address.</summary>
public sealed class VerifiedUsersTests
{
    private const string Forbidden = "403 Forbidden";
    private const string Unauthorized = "401 Unauthorized";

    private static readonly (string, string) UsersRequireVerification = ("Auth:UsersRequireVerification", "true");
    private static readonly (string, string) RequiresVerification = ("Auth:RequiresVerification", "true");

    [TestCase("GET", "/api/users/me", false, Forbidden)]
    [TestCase("GET", "/api/users/me", true, "200")]
    [TestCase("PATCH", "/api/users/me", false, Forbidden)]
    [TestCase("PATCH", "/api/users/me", true, "422 body missing")]
    [TestCase("GET", "/api/users", false, Forbidden)]
    [TestCase("GET", "/api/users", true, "200")]
    [TestCase("GET", "/api/users/nobody", false, Forbidden)]
    [TestCase("GET", "/api/users/nobody", true, "404 Not Found")]
    [TestCase("PATCH", "/api/users/nobody", false, Forbidden)]
    [TestCase("DELETE", "/api/users/nobody", false, Forbidden)]
    [TestCase("DELETE", "/api/users/nobody", true, "404 Not Found")]
    [TestCase("POST", "/api/token/logout", false, "204")]
    [TestCase("POST", "/api/token/logout", true, "204")]
    public async Task UsersRequireVerification_restricts_user_routes(string method, string path, bool verified, string summary)
    {
        var server = await SharedServers.SqliteAsync(UsersRequireVerification);

        Assert.That(await SendAsync(server, method, path, verified), Is.EqualTo(summary));
    }

    [TestCase("GET", "/api/users/me", false, "200")]
    [TestCase("GET", "/api/users", false, "200")]
    [TestCase("DELETE", "/api/users/nobody", false, "404 Not Found")]
    [TestCase("POST", "/api/token/logout", false, Forbidden)]
    [TestCase("POST", "/api/token/logout", true, "204")]
    public async Task RequiresVerification_restricts_logout(string method, string path, bool verified, string summary)
    {
        var server = await SharedServers.SqliteAsync(RequiresVerification);

        Assert.That(await SendAsync(server, method, path, verified), Is.EqualTo(summary));
    }

    [TestCase(null)]
    [TestCase("nonsense")]
    public async Task A_request_without_a_valid_token_is_still_answered_with_401(string? token)
    {
        var server = await SharedServers.SqliteAsync(UsersRequireVerification);

        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.That(await me.SummaryAsync(), Is.EqualTo(Unauthorized));
    }

    [Test]
    public async Task An_inactive_user_is_answered_with_401_whether_verified_or_not([Values] bool verified)
    {
        var server = await SharedServers.SqliteAsync(UsersRequireVerification);
        var token = await server.TokenOfAsync(await server.CreateUserAsync(active: false, verified: verified));

        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.That(await me.SummaryAsync(), Is.EqualTo(Unauthorized));
    }

    [Test]
    public async Task A_new_address_must_be_verified_before_the_user_has_access_again()
    {
        var server = await SharedServers.SqliteAsync(UsersRequireVerification);
        var user = await server.CreateUserAsync(verified: true);
        var token = await server.TokenOfAsync(user);

        await server.SendAsync(HttpMethod.Patch, "/api/users/me", token, new { email = AuthServer.NewEmail() });
        using var before = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        var moved = (await server.FindUserAsync(user))!;
        await server.SendAsync(HttpMethod.Post, "/api/auth/verify", json: new { token = Claims.ForVerification(moved).Sign() });
        using var after = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.That((await before.SummaryAsync(), await after.SummaryAsync()), Is.EqualTo((Forbidden, "200")));
    }

    [TestCase(false, "401 LOGIN_USER_NOT_VERIFIED")]
    [TestCase(true, "200")]
    public async Task Both_login_errors_use_the_configured_401(bool verified, string summary)
    {
        var server = await SharedServers.SqliteAsync(RequiresVerification, ("Auth:BadCredentialsStatus", "401"));
        var user = await server.CreateUserAsync(verified: verified);

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);
        using var wrong = await server.LoginAsync(user.Email, "wrong-password");

        Assert.Multiple(async () =>
        {
            Assert.That(await login.SummaryAsync(), Is.EqualTo(summary));
            Assert.That(login.Headers.WwwAuthenticate.ToString(), Is.EqualTo(verified ? "" : "Bearer"));
            Assert.That(await wrong.SummaryAsync(), Is.EqualTo("401 LOGIN_BAD_CREDENTIALS"));
        });
    }

    [Test]
    public async Task Unverified_users_can_verify_and_reset_their_password()
    {
        var server = await SharedServers.SqliteAsync(RequiresVerification);
        var user = await server.CreateUserAsync();
        const string password = "another-horse-10";

        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", json: new { token = Claims.ForReset(user).Sign(), password });
        using var verify = await server.SendAsync(
            HttpMethod.Post, "/api/auth/verify", json: new { token = Claims.ForVerification(user).Sign() });
        using var login = await server.LoginAsync(user.Email, password);

        Assert.That(new[] { reset, verify, login }.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(200));
    }

    private static async Task<string> SendAsync(AuthServer server, string method, string path, bool verified)
    {
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true, verified: verified));
        using var answer = await server.SendAsync(new HttpMethod(method), path, token);
        return await answer.SummaryAsync();
    }
}
