using Auth.Tests.Integration;

namespace Auth.Tests.Browser;

/// <summary>Tests of the page <c>/swagger</c> in a real browser.</summary>
public sealed class SwaggerTests
{
    private const string PictureVariable = "AUTH_TEST_PICTURE";

    [Test]
    public async Task A_user_authorizes_reads_their_account_and_logs_out()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Swagger:Enabled", "true"));
        await using var page = await SwaggerPage.OpenAsync(server);
        var user = await server.CreateUserAsync("ada@example.com", name: "Ada");

        await page.AuthorizeAsync(user.Email, AuthServer.Password);
        var me = await page.TryAsync("GET", "/api/users/me");
        if (Environment.GetEnvironmentVariable(PictureVariable) is { Length: > 0 } picture)
            await page.TakePictureAsync(picture, "GET", "/api/users/me", otherTags: ["auth", "sessions"]);
        var troubles = page.Troubles;
        var logout = await page.TryAsync("POST", "/api/token/logout");
        var afterwards = await page.TryAsync("GET", "/api/users/me");

        Assert.Multiple(() =>
        {
            Assert.That(me.Status, Is.EqualTo("200"));
            Assert.That(me.Body, Does.Contain($"\"email\": \"{user.Email}\""));
            Assert.That(troubles, Is.Empty);
            Assert.That(logout.Status, Is.EqualTo("204"));
            Assert.That(afterwards.Status, Is.EqualTo("401"));
        });
    }

    [Test]
    public async Task The_page_sends_no_request_to_another_host()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Swagger:Enabled", "true"));
        await using var page = await SwaggerPage.OpenAsync(server);

        Assert.That(page.Hosts, Is.SubsetOf([Chromium.PublicName, ""]));
    }
}
