using Auth.Tests.Integration;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Conformance;

public sealed class RoutingTests
{
    private const string Id = "3f0c7a52-94f5-4a7c-9a5c-2f6d0f3f1c11";

    private static readonly (string Path, string Methods)[] Routes =
    [
        ("/api/token/login", "POST"),
        ("/api/token/logout", "POST"),
        ("/api/auth/register", "POST"),
        ("/api/auth/request-verify-token", "POST"),
        ("/api/auth/verify", "POST"),
        ("/api/auth/forgot-password", "POST"),
        ("/api/auth/reset-password", "POST"),
        ("/api/users", "GET"),
        ($"/api/users/{Id}", "DELETE, GET, PATCH"),
    ];

    private static IEnumerable<TestCaseData> OtherMethods =>
        from route in Routes
        from method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE" }
        where !route.Methods.Contains(method, StringComparison.Ordinal)
        select new TestCaseData(method, route.Path, route.Methods);

    [TestCaseSource(nameof(OtherMethods))]
    [TestCase("PUT", "/api/users/me", "DELETE, GET, PATCH")]
    [TestCase("POST", "/api/users/me", "DELETE, GET, PATCH")]
    public async Task An_unsupported_method_is_answered_with_the_allowed_methods(string method, string path, string allowed)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendAsync(new HttpMethod(method), path);

        Assert.Multiple(async () =>
        {
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"Method Not Allowed"}"""));
            Assert.That((int)answer.StatusCode, Is.EqualTo(405));
            Assert.That(answer.Content.Headers.Allow.Order(), Is.EqualTo(allowed.Split(", ")));
        });
    }

    [TestCase("/")]
    [TestCase("/api")]
    [TestCase("/api/")]
    [TestCase("/api/auth")]
    [TestCase("/api/token")]
    [TestCase("/api/auth/nothing")]
    [TestCase("/api/auth/register/more")]
    [TestCase("/api/users/me/more")]
    [TestCase($"/api/users/{Id}/more")]
    [TestCase("/users/me")]
    [TestCase("/auth/register")]
    [TestCase("/favicon.ico")]
    [TestCase("/.env")]
    [TestCase("/%F0%9F%98%80")]
    [TestCase("/api/%2e%2e/%2e%2e/etc/passwd")]
    public async Task A_path_without_a_route_is_not_found(string path)
    {
        var server = await SharedServers.SqliteAsync();

        using var get = await server.SendAsync(HttpMethod.Get, path);
        using var post = await server.SendAsync(HttpMethod.Post, path, json: new { });

        Assert.Multiple(async () =>
        {
            Assert.That(await get.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"Not Found"}"""));
            Assert.That(((int)get.StatusCode, (int)post.StatusCode), Is.EqualTo((404, 404)));
        });
    }

    [TestCase("GET", "/api/users/me/")]
    [TestCase("GET", "/api/users/")]
    [TestCase("GET", $"/api/users/{Id}/")]
    [TestCase("POST", "/api/token/logout/")]
    [TestCase("GET", "/API/Users/ME")]
    [TestCase("GET", "/api/users/%6De")]
    [TestCase("GET", "/api/users/me?anything=1&me")]
    public async Task A_path_is_matched_case_insensitively_and_with_a_trailing_slash(string method, string path)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendAsync(new HttpMethod(method), path);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
    }

    [TestCase("auth:Bearer-jwt.login", "/api/token/login")]
    [TestCase("auth:Bearer-jwt.logout", "/api/token/logout")]
    [TestCase("register:register", "/api/auth/register")]
    [TestCase("verify:request-token", "/api/auth/request-verify-token")]
    [TestCase("verify:verify", "/api/auth/verify")]
    [TestCase("reset:forgot_password", "/api/auth/forgot-password")]
    [TestCase("reset:reset_password", "/api/auth/reset-password")]
    [TestCase("users:current_user", "/api/users/me")]
    [TestCase("users:patch_current_user", "/api/users/me")]
    [TestCase("users:user", $"/api/users/{Id}")]
    [TestCase("users:patch_user", $"/api/users/{Id}")]
    [TestCase("users:delete_user", $"/api/users/{Id}")]
    public async Task A_route_has_its_fastapi_users_name(string name, string path)
    {
        var links = (await SharedServers.SqliteAsync()).Services.GetRequiredService<LinkGenerator>();
        var values = path.EndsWith(Id, StringComparison.Ordinal) ? new { id = Id } : null;

        Assert.That(links.GetPathByName(name, values), Is.EqualTo(path));
    }

    [TestCase("post", "/api/token/login", "auth:Bearer-jwt.login")]
    [TestCase("post", "/api/token/logout", "auth:Bearer-jwt.logout")]
    [TestCase("post", "/api/auth/register", "register:register")]
    [TestCase("post", "/api/auth/request-verify-token", "verify:request-token")]
    [TestCase("post", "/api/auth/verify", "verify:verify")]
    [TestCase("post", "/api/auth/forgot-password", "reset:forgot_password")]
    [TestCase("post", "/api/auth/reset-password", "reset:reset_password")]
    [TestCase("get", "/api/users/me", "users:current_user")]
    [TestCase("patch", "/api/users/me", "users:patch_current_user")]
    [TestCase("get", "/api/users/{id}", "users:user")]
    [TestCase("patch", "/api/users/{id}", "users:patch_user")]
    [TestCase("delete", "/api/users/{id}", "users:delete_user")]
    public async Task The_OpenAPI_operation_id_is_the_route_name(string method, string path, string name)
    {
        var server = await SharedServers.SqliteAsync(("Auth:Swagger:Enabled", "true"));

        using var document = await server.SendAsync(HttpMethod.Get, "/swagger/v1/swagger.json");
        var operation = (await document.JsonAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.That(operation.GetProperty("operationId").GetString(), Is.EqualTo(name));
    }
}
