using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Integration.Keys;

public sealed class AccessAudienceTests
{
    [Test]
    public async Task The_audience_of_access_tokens_is_written_and_required()
    {
        await using var server = await AuthServer.StartAsync(
            settings: new Dictionary<string, string> { ["Auth:Jwt:Audience"] = "https://api.example.com" });
        var user = await server.CreateUserAsync();
        using var login = await server.LoginAsync(user.Email, AuthServer.Password);
        var issued = (await login.JsonAsync()).GetProperty("access_token").GetString()!;
        var old = HandmadeToken.Sign($$"""{"sub":"{{user.Id}}","aud":["fastapi-users:auth"],"exp":1999999999}""");

        using var good = await server.SendAsync(HttpMethod.Get, "/api/users/me", issued);
        using var bad = await server.SendAsync(HttpMethod.Get, "/api/users/me", old);

        Assert.Multiple(async () =>
        {
            Assert.That(
                HandmadeToken.ClaimsOf(issued).GetProperty("aud").GetRawText(), Is.EqualTo("""["https://api.example.com"]"""));
            Assert.That(await good.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(await bad.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
        });
    }
}
