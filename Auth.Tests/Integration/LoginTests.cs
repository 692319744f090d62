using System.Net;
using System.Net.Http.Headers;
using Auth.Api.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

[OnEachDatabase]
public sealed class LoginTests(DatabaseEngine engine)
{
    private static readonly (string, string) RequiresVerification = ("Auth:RequiresVerification", "true");

    [Test]
    public async Task A_login_returns_a_bearer_token_of_the_user()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        var login = await (await server.LoginAsync(user.Email, AuthServer.Password)).JsonAsync();
        var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", login.GetProperty("access_token").GetString());

        Assert.Multiple(async () =>
        {
            Assert.That(login.GetProperty("token_type").GetString(), Is.EqualTo("bearer"));
            Assert.That((await me.JsonAsync()).GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
        });
    }

    [Test]
    public async Task A_token_response_must_not_be_cached()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(login.Headers.CacheControl!.NoStore);
    }

    [TestCase("nobody@example.com", AuthServer.Password)]
    [TestCase("no address", AuthServer.Password)]
    [TestCase("", AuthServer.Password)]
    [TestCase(null, "wrong-password")]
    [TestCase(null, "")]
    [TestCase(null, "CORRECT-HORSE-9")]
    public async Task Bad_credentials_are_refused(string? email, string password)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var login = await server.LoginAsync(email ?? user.Email, password);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await login.DetailAsync(), Is.EqualTo("LOGIN_BAD_CREDENTIALS"));
    }

    [TestCase("username")]
    [TestCase("password")]
    public async Task A_missing_field_is_answered_with_422_and_its_name(string missing)
    {
        var server = await SharedServers.GetAsync(engine);
        var given = missing == "username" ? "password" : "username";
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { [given] = "x" });

        using var login = await server.Client.PostAsync("/api/token/login", form);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(
            await login.DetailAsync(), Is.EqualTo($$"""[{"loc":["body","{{missing}}"],"msg":"Field required","type":"missing"}]"""));
    }

    [Test]
    public async Task An_inactive_user_gets_the_response_of_a_wrong_password()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync(active: false);

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(await login.DetailAsync(), Is.EqualTo("LOGIN_BAD_CREDENTIALS"));
    }

    [TestCase(false, false, 200)]
    [TestCase(false, true, 200)]
    [TestCase(true, false, 400)]
    [TestCase(true, true, 200)]
    public async Task An_unverified_user_is_refused_only_if_verification_is_required(bool required, bool verified, int status)
    {
        var server = required ? await SharedServers.GetAsync(engine, RequiresVerification) : await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: verified);

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That((int)login.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Only_the_correct_password_reveals_that_a_user_is_unverified()
    {
        var server = await SharedServers.GetAsync(engine, RequiresVerification);
        var user = await server.CreateUserAsync();

        using var right = await server.LoginAsync(user.Email, AuthServer.Password);
        using var wrong = await server.LoginAsync(user.Email, "wrong-password");

        Assert.Multiple(async () =>
        {
            Assert.That(await right.DetailAsync(), Is.EqualTo("LOGIN_USER_NOT_VERIFIED"));
            Assert.That(await wrong.DetailAsync(), Is.EqualTo("LOGIN_BAD_CREDENTIALS"));
        });
    }

    [Test]
    public async Task A_refused_login_is_answered_with_401_and_a_challenge_if_configured()
    {
        var server = await SharedServers.GetAsync(engine, ("Auth:BadCredentialsStatus", "401"));

        using var login = await server.LoginAsync("nobody@example.com", "wrong-password");

        Assert.Multiple(() =>
        {
            Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(login.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
        });
    }

    [TestCase("Bearer-jwt")]
    [TestCase("cookies & more")]
    public async Task Route_names_contain_the_name_of_the_backend(string backend)
    {
        var server = await SharedServers.GetAsync(engine, ("Auth:AuthBackendName", backend));
        var links = server.Services.GetRequiredService<LinkGenerator>();

        Assert.Multiple(() =>
        {
            Assert.That(links.GetPathByName($"auth:{backend}.login"), Is.EqualTo("/api/token/login"));
            Assert.That(links.GetPathByName($"auth:{backend}.logout"), Is.EqualTo("/api/token/logout"));
            Assert.That(links.GetPathByName(RouteNames.CurrentUser), Is.EqualTo("/api/users/me"));
        });
    }

    [Test]
    public async Task A_logout_is_answered_with_204()
    {
        var server = await SharedServers.GetAsync(engine);
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var logout = await server.SendAsync(HttpMethod.Post, "/api/token/logout", token);

        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TestCase("multipart/form-data")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json")]
    public async Task A_logout_ignores_the_body(string contentType)
    {
        var server = await SharedServers.GetAsync(engine);
        var token = await server.TokenOfAsync(await server.CreateUserAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token/logout")
        {
            Content = new ByteArrayContent([0xFF, (byte)'%', 0]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var logout = await server.Client.SendAsync(request);

        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_logout_without_a_token_is_answered_with_401()
    {
        var server = await SharedServers.GetAsync(engine);

        using var logout = await server.SendAsync(HttpMethod.Post, "/api/token/logout");

        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_logout_of_an_unverified_user_is_forbidden_if_verification_is_required()
    {
        var server = await SharedServers.GetAsync(engine, RequiresVerification);
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var logout = await server.SendAsync(HttpMethod.Post, "/api/token/logout", token);

        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_login_ignores_the_Authorization_header()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token/login")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["username"] = user.Email, ["password"] = AuthServer.Password }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");

        using var login = await server.Client.SendAsync(request);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
