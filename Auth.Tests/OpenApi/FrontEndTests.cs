using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.OpenApi;

/// <summary>A front end that was written for fastapi-users.</summary>
public sealed class FrontEndTests
{
    [Test]
    public async Task The_calls_of_an_axios_front_end_succeed_unchanged()
    {
        await using var server = await AuthServer.StartAsync(settings: new Dictionary<string, string>
        {
            ["Auth:Routes:Preset"] = "FastApiUsersDocs",
            ["Auth:Backends:0:Name"] = "jwt",
            ["Auth:Backends:0:Path"] = "auth/jwt",
            ["Auth:Backends:1:Name"] = "cookie",
            ["Auth:Backends:1:Path"] = "auth/cookie",
            ["Auth:Backends:1:Transport"] = "Cookie",
        });
        var (other, root) = (await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        var email = AuthServer.NewEmail();

        var (exitCode, output) = await NodeTools.RunScriptAsync(
            "axios", "front-end.js", server.Client.BaseAddress!.ToString(), email, $"{other.Id}", await server.TokenOfAsync(root));

        Assert.That(exitCode, Is.Zero, output);
        var result = JsonDocument.Parse(output).RootElement;
        Assert.That(
            result.GetProperty("statuses").EnumerateArray().Select(status => status.GetInt32()),
            Is.EqualTo([201, 200, 204, 200, 200, 200, 204, 204, 200]));
        Assert.That(result.GetProperty("email").GetString(), Is.EqualTo(email));
        Assert.That(result.GetProperty("clearsCookie").GetBoolean(), Is.True);
    }
}
