using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Backends;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Orders;

namespace Auth.Tests.Documentation;

/// <summary>The ASP.NET Core application in docs/migrating.md.</summary>
public sealed class AspNetCoreApplicationTests
{
    [Test]
    public void The_document_contains_the_tested_code()
    {
        var tested = File.ReadAllText(SourceTree.PathOf("Auth.Tests", "Documentation", "AuthTokens.cs"));
        var test = File.ReadAllLines(SourceTree.PathOf("Auth.Tests", "Documentation", "AspNetCoreApplicationTests.cs"))
            .Select(line => line.Trim()).ToList();
        var blocks = CodeBlocks.Of("csharp");

        Assert.That(blocks, Has.Count.EqualTo(2));
        Assert.That(blocks[0], Is.EqualTo(tested));

        // A test can have neither arguments nor this address, and does not block.
        var lines = blocks[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains("(args)", StringComparison.Ordinal) && !line.Contains("var auth", StringComparison.Ordinal)
                && line is not ("app.Run();" or "var app = builder.Build();")).ToList();
        Assert.That(lines, Has.Count.GreaterThan(2));
        Assert.That(test, Is.SupersetOf(lines));
    }

    [Test]
    public async Task The_application_verifies_tokens_with_the_key_set()
    {
        await using var server = await StartServerAsync(SomeKey.Es256.PrivatePem);
        await using var other = await StartServerAsync(OtherKey());
        var auth = $"{server.Client.BaseAddress}".TrimEnd('/');
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthTokens(auth);
        await using var app = builder.Build();
        Map(app);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var user = await server.CreateUserAsync();
        var token = (await server.LogInAsync(user)).Access;
        var foreign = (await other.LogInAsync(await other.CreateUserAsync())).Access;

        Assert.That(await GetAsync(client, token), Is.EqualTo((200, $$"""{"user":"{{user.Id}}"}""")));
        foreach (var refused in new[] { null, "x", foreign, token + "x" })
            Assert.That((await GetAsync(client, refused)).Status, Is.EqualTo(401), refused);
    }

    private static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/orders", (ClaimsPrincipal user) => new { User = user.FindFirstValue("sub") }).RequireAuthorization();
    }

    private static async Task<(int Status, string Body)> GetAsync(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string OtherKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static Task<AuthServer> StartServerAsync(string key) =>
        AuthServer.StartAsync(settings: new Dictionary<string, string> { ["Auth:Jwt:SigningKey"] = key });
}
