using System.Net;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class UserDeletionTests
{
    [Test]
    public async Task Deleting_a_user_invalidates_their_tokens_and_credentials()
    {
        var (server, target, token) = await NewTargetAsync();
        var targetToken = await server.TokenOfAsync(target);
        var path = $"/api/users/{target.Id}";

        using var delete = await server.SendAsync(HttpMethod.Delete, path, token);
        using var login = await server.LoginAsync(target.Email, AuthServer.Password);

        Assert.Multiple(async () =>
        {
            Assert.That(delete.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(await delete.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(await SendAsync(server, "GET", "/api/users/me", targetToken), Is.EqualTo("401 Unauthorized"));
            Assert.That(await SendAsync(server, "GET", path, token), Is.EqualTo("404 Not Found"));
            Assert.That(await SendAsync(server, "DELETE", path, token), Is.EqualTo("404 Not Found"));
            Assert.That(await login.SummaryAsync(), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
        });
    }

    [Test]
    public async Task The_address_of_a_deleted_user_can_be_registered_again()
    {
        var (server, target, token) = await NewTargetAsync();
        await server.SendAsync(HttpMethod.Delete, $"/api/users/{target.Id}", token);

        using var register = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = target.Email, password = AuthServer.Password });

        Assert.That((await register.JsonAsync()).GetProperty("id").GetGuid(), Is.Not.EqualTo(target.Id));
    }

    [Test]
    public async Task Me_is_not_a_valid_id_for_deletion()
    {
        var (server, _, token) = await NewTargetAsync();

        Assert.That(await SendAsync(server, "DELETE", "/api/users/me", token), Is.EqualTo("404 Not Found"));
        Assert.That(await SendAsync(server, "GET", "/api/users/me", token), Is.EqualTo("200"));
    }

    private static async Task<(AuthServer Server, User Target, string Token)> NewTargetAsync()
    {
        var server = await SharedServers.SqliteAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        return (server, await server.CreateUserAsync(verified: true), token);
    }

    private static async Task<string> SendAsync(AuthServer server, string method, string path, string token)
    {
        using var answer = await server.SendAsync(new HttpMethod(method), path, token);
        return await answer.SummaryAsync();
    }
}
