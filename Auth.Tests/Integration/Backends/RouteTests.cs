using System.Text.Json;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Backends;

/// <summary>The configured paths of the routes.</summary>
public sealed class RouteTests
{
    [Test]
    public async Task The_preset_moves_each_router_and_removes_the_default_paths()
    {
        await using var server = await StartAsync(("Auth:Routes:Preset", "FastApiUsersDocs"));
        var (email, password) = (AuthServer.NewEmail(), AuthServer.Password);

        using var registration = await server.SendAsync(HttpMethod.Post, "/auth/register", json: new { email, password });
        using var login = await server.Client.PostAsync("/auth/jwt/login", Form(email, password));
        using var me = await server.SendAsync(HttpMethod.Get, "/users/me", (await login.JsonAsync()).GetProperty("access_token").GetString());
        using var reset = await server.SendAsync(HttpMethod.Post, "/auth/forgot-password", json: new { email });
        using var verification = await server.SendAsync(HttpMethod.Post, "/auth/request-verify-token", json: new { email });

        Assert.That(
            new[] { registration, login, me, reset, verification }.Select(answer => (int)answer.StatusCode),
            Is.EqualTo([201, 200, 200, 202, 202]));
        foreach (var path in (string[])["/api/auth/register", "/api/token/login", "/api/users/me", "/api/auth/forgot-password"])
            Assert.That(await server.StatusAsync(HttpMethod.Get, path), Is.EqualTo(404), path);
    }

    [Test]
    public async Task A_configured_path_takes_precedence_over_the_preset()
    {
        await using var server = await StartAsync(
            ("Auth:Routes:Preset", "FastApiUsersDocs"), ("Auth:Routes:Users", "people"), ("Auth:Routes:Verify", "v1/verification"));

        Assert.That(await server.StatusAsync(HttpMethod.Get, "/people/me"), Is.EqualTo(401));
        Assert.That(await server.StatusAsync(HttpMethod.Get, "/people/me/sessions"), Is.EqualTo(401));
        Assert.That(await server.StatusAsync(HttpMethod.Get, "/people"), Is.EqualTo(401));
        Assert.That(await server.StatusAsync(HttpMethod.Get, "/users/me"), Is.EqualTo(404));
        Assert.That(await server.StatusAsync(HttpMethod.Get, "/v1/verification/verify"), Is.EqualTo(405));
        Assert.That(await server.StatusAsync(HttpMethod.Get, "/auth/reset-password"), Is.EqualTo(405));
    }

    [Test]
    public async Task The_document_and_its_token_url_follow_the_paths()
    {
        await using var server = await StartAsync(("Auth:Routes:Preset", "FastApiUsersDocs"));

        var document = await DocumentAsync(server);

        Assert.That(document.GetProperty("paths").EnumerateObject().Select(path => path.Name), Is.SupersetOf((string[])
            ["/auth/jwt/login", "/auth/jwt/logout", "/auth/register", "/auth/verify", "/auth/reset-password", "/users/me", "/users/{id}"]));
        Assert.That(document.GetProperty("paths").EnumerateObject().Select(path => path.Name), Has.None.StartsWith("/api/users"));
        Assert.That(
            document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer").GetProperty("flows")
                .GetProperty("password").GetProperty("tokenUrl").GetString(),
            Is.EqualTo("/auth/jwt/login"));
    }

    [Test]
    public async Task Operation_ids_are_those_of_FastAPI_on_request()
    {
        await using var server = await StartAsync(
            ("Auth:Routes:Preset", "FastApiUsersDocs"), ("Auth:AuthBackendName", "jwt"), ("Auth:OpenApi:OperationIds", "FastApi"));

        var document = await DocumentAsync(server);

        // From the OpenAPI document of an application of fastapi-users.
        Assert.That(Id("/auth/jwt/login", "post"), Is.EqualTo("auth_jwt_login_auth_jwt_login_post"));
        Assert.That(Id("/auth/jwt/logout", "post"), Is.EqualTo("auth_jwt_logout_auth_jwt_logout_post"));
        Assert.That(Id("/auth/register", "post"), Is.EqualTo("register_register_auth_register_post"));
        Assert.That(Id("/auth/request-verify-token", "post"), Is.EqualTo("verify_request_token_auth_request_verify_token_post"));
        Assert.That(Id("/users/{id}", "patch"), Is.EqualTo("users_patch_user_users__id__patch"));

        string Id(string path, string method) =>
            document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("operationId").GetString()!;
    }

    [Test]
    public async Task The_document_describes_the_cookie_of_a_login()
    {
        var settings = BackendServers.Settings(("Auth:Swagger:Enabled", "true"));
        await using var server = await AuthServer.StartAsync(settings: settings);

        var paths = (await DocumentAsync(server)).GetProperty("paths");
        var responses = paths.GetProperty("/api/cookie/login").GetProperty("post").GetProperty("responses");
        var logout = paths.GetProperty("/api/cookie/logout").GetProperty("post").GetProperty("responses");

        Assert.That(responses.TryGetProperty("200", out _), Is.False);
        Assert.That(responses.GetProperty("204").GetProperty("headers").TryGetProperty("Set-Cookie", out _), Is.True);
        Assert.That(logout.GetProperty("204").GetProperty("headers").TryGetProperty("Set-Cookie", out _), Is.True);
    }

    private static Task<AuthServer> StartAsync(params (string Name, string Value)[] settings) => AuthServer.StartAsync(
        settings: settings.Append(("Auth:Swagger:Enabled", "true")).ToDictionary(setting => setting.Item1, setting => setting.Item2));

    private static async Task<JsonElement> DocumentAsync(AuthServer server)
    {
        using var response = await server.Client.GetAsync("/swagger/v1/swagger.json");
        return await response.JsonAsync();
    }

    private static FormUrlEncodedContent Form(string username, string password) =>
        new(new Dictionary<string, string> { ["username"] = username, ["password"] = password });
}
