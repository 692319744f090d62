using System.Security.Cryptography;
using System.Text.Json;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Documentation;

/// <summary>The FastAPI applications in docs/migrating.md.</summary>
public sealed class FastApiApplicationTests
{
    private static string LocalVariant => CodeBlocks.Of("python")[0];

    private static string RequestVariant => CodeBlocks.Of("python")[1];

    private static string Main => CodeBlocks.Of("python")[2];

    [Test]
    public async Task The_application_verifies_tokens_with_the_key_set()
    {
        RequirePython();
        await using var server = await StartServerAsync();
        await using var other = await StartServerAsync(OtherKey());
        await using var application = await PythonApplication.StartAsync(server.Client.BaseAddress!, LocalVariant, Main);
        var user = await server.CreateUserAsync();
        var token = (await server.LogInAsync(user)).Access;
        var foreign = (await other.LogInAsync(await other.CreateUserAsync())).Access;

        Assert.That(await application.GetOrdersAsync($"Bearer {token}"), Is.EqualTo((200, $$"""{"user":"{{user.Id}}"}""")));
        foreach (var refused in new[] { null, "Bearer", "Bearer x", "Bearer \u00e9", $"Bearer {foreign}", $"Bearer {token}x", $"Basic {token}" })
            Assert.That((await application.GetOrdersAsync(refused)).Status, Is.EqualTo(401), refused);
    }

    [Test]
    public async Task The_application_asks_for_the_user_and_notices_a_logout_when_its_cache_expires()
    {
        RequirePython();
        await using var server = await AuthServer.StartAsync();
        const string FiveSeconds = "CACHE, SECONDS, MOST = {}, 5,";
        Assert.That(RequestVariant, Does.Contain(FiveSeconds));
        await using var application = await PythonApplication.StartAsync(
            server.Client.BaseAddress!, RequestVariant.Replace(FiveSeconds, "CACHE, SECONDS, MOST = {}, 2,", StringComparison.Ordinal), Main);
        var user = await server.CreateUserAsync();
        var token = (await server.LogInAsync(user)).Access;

        var (status, body) = await application.GetOrdersAsync($"Bearer {token}");
        foreach (var refused in new[] { null, "Bearer", "Bearer x", "Bearer \u00e9", $"Bearer {token}x" })
            Assert.That((await application.GetOrdersAsync(refused)).Status, Is.EqualTo(401), refused);
        using var logout = await server.SendAsync(HttpMethod.Post, "/api/token/logout", token);
        var seconds = 0;
        while ((await application.GetOrdersAsync($"Bearer {token}")).Status == 200 && seconds++ < 10)
            await Task.Delay(1000);

        Assert.That((status, JsonElement.Parse(body).GetProperty("user").GetProperty("email").GetString()), Is.EqualTo((200, user.Email)));
        Assert.That((await application.GetOrdersAsync($"Bearer {token}")).Status, Is.EqualTo(401));
        Assert.That(seconds, Is.InRange(0, 4));
    }

    [Test]
    public async Task Without_the_service_the_application_answers_503()
    {
        RequirePython();
        await using var application = await PythonApplication.StartAsync(new Uri("http://127.0.0.1:1"), RequestVariant, Main);

        Assert.That((await application.GetOrdersAsync("Bearer x")).Status, Is.EqualTo(503));
    }

    private static void RequirePython()
    {
        if (PythonApplication.WhyAbsent is { } reason)
            Assert.Ignore(reason);
    }

    private static string OtherKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static Task<AuthServer> StartServerAsync(string? key = null) => AuthServer.StartAsync(
        settings: new Dictionary<string, string> { ["Auth:Jwt:SigningKey"] = key ?? SomeKey.Es256.PrivatePem });
}
