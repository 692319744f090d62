using System.Text.Json;

namespace Auth.Tests.Integration.Registration;

public sealed class RegistrationModeTests
{
    private const string Register = "/api/auth/register";
    private const string Invitations = "/api/users/invitations";

    [TestCase("Open", "201", "405 Method Not Allowed")]
    [TestCase("Invite", "400 REGISTER_INVALID_INVITATION", "401 Unauthorized")]
    [TestCase("Closed", "404 Not Found", "405 Method Not Allowed")]
    public async Task The_mode_determines_the_routes(string mode, string registration, string invitation)
    {
        var server = await ServerAsync(mode);
        var email = AuthServer.NewEmail();

        using var register = await server.SendAsync(
            HttpMethod.Post, Register, json: new { email, password = AuthServer.Password });
        using var invite = await server.SendAsync(HttpMethod.Post, Invitations, json: new { email });

        Assert.That((await register.SummaryAsync(), await invite.SummaryAsync()), Is.EqualTo((registration, invitation)));
    }

    [Test]
    public async Task A_removed_route_has_the_response_of_an_unknown_route()
    {
        var server = await ServerAsync("Closed");

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Get, HttpMethod.Options })
        {
            using var register = await server.SendAsync(method, Register, json: new { });
            using var unknown = await server.SendAsync(method, "/api/auth/nothing", json: new { });
            Assert.That(Text(register), Is.EqualTo(Text(unknown)));
        }

        static string Text(HttpResponseMessage response) =>
            $"{response.StatusCode} {string.Join(';', response.Headers.Where(header => header.Key != "Date").Select(header =>
                $"{header.Key}={string.Join(',', header.Value)}"))} {response.Content.ReadAsStringAsync().GetAwaiter().GetResult()}";
    }

    [TestCase("Open", true, false, false)]
    [TestCase("Invite", true, true, true)]
    [TestCase("Closed", false, false, false)]
    public async Task The_OpenAPI_document_describes_the_routes_of_the_mode(
        string mode, bool hasRegister, bool hasInvitations, bool hasMember)
    {
        var server = await ServerAsync(mode);
        var document = JsonDocument.Parse(await server.Client.GetStringAsync("/swagger/v1/swagger.json")).RootElement;
        var paths = document.GetProperty("paths");
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject();

        Assert.That(
            (paths.TryGetProperty(Register, out _), paths.TryGetProperty(Invitations, out _),
                schemas.Any(schema => schema.Value.TryGetProperty("properties", out var members)
                    && members.TryGetProperty("invitation", out _))),
            Is.EqualTo((hasRegister, hasInvitations, hasMember)));
    }

    [Test]
    public async Task The_document_of_the_mode_Invite_is_valid()
    {
        var server = await ServerAsync("Invite");
        var folder = Directory.CreateTempSubdirectory("auth-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "openapi.json");
            await File.WriteAllTextAsync(file, await server.Client.GetStringAsync("/swagger/v1/swagger.json"));

            var (exitCode, output) = await OpenApi.NodeTools.RunAsync(
                "@redocly/cli/bin/cli.js", "lint", file, "--config", "redocly.yaml", "--format", "stylish");

            Assert.That(exitCode, Is.Zero, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestCase("GET", "404 Not Found")]
    [TestCase("PATCH", "404 Not Found")]
    [TestCase("DELETE", "404 Not Found")]
    public async Task Other_methods_of_the_route_of_invitations_are_those_of_users(string method, string expected)
    {
        var server = await ServerAsync("Invite");
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var answer = await server.SendAsync(HttpMethod.Parse(method), Invitations, token, new { });

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(expected));
    }

    private static Task<AuthServer> ServerAsync(string mode) =>
        SharedServers.SqliteAsync(("Auth:Registration:Mode", mode), ("Auth:Swagger:Enabled", "true"));
}
