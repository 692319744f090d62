using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Keys;

public sealed class RotationTests
{
    [Test]
    public async Task An_access_token_is_valid_until_its_secret_is_removed()
    {
        await using var roll = await Roll.StartAsync(Roll.OfTheSecret);

        Assert.That(await AccessTokensAsync(roll), Is.EqualTo(
            """
            200 200 200 401
            200 200 200 401
            401 200 200 200
            401 200 200 200
            """));
    }

    [Test]
    public async Task A_mailed_token_is_valid_until_its_secret_is_removed()
    {
        await using var roll = await Roll.StartAsync(Roll.OfTheSecret);
        var user = await roll.Servers[0].CreateUserAsync(verified: true);
        var claims = Conformance.Claims.ForVerification(user).ToString();
        string[] tokens = [Conformance.Jwt.Sign(claims, secret: Roll.Old), Conformance.Jwt.Sign(claims, secret: Roll.New)];

        var answers = await roll.AnswersAsync(tokens, async (server, token) =>
        {
            using var answer = await server.SendAsync(HttpMethod.Post, "/api/auth/verify", json: new { token });
            return (await answer.SummaryAsync()).EndsWith("ALREADY_VERIFIED", StringComparison.Ordinal) ? "good" : "bad";
        });

        Assert.That(answers, Is.EqualTo("good good good bad\nbad good good good"));
    }

    [Test]
    public async Task A_refresh_token_remains_valid_after_its_secret_is_removed()
    {
        await using var roll = await Roll.StartAsync(Roll.OfTheSecret);
        var refreshed = await roll.Servers[0].LogInAsync(await roll.Servers[0].CreateUserAsync());
        var statuses = new List<int>();

        foreach (var server in roll.Servers)
        {
            refreshed = await server.RefreshAsync(refreshed.Refresh);
            statuses.Add(await server.StatusOfMeAsync(refreshed.Access));
        }

        Assert.That(statuses, Is.EqualTo([200, 200, 200, 200]));
    }

    [Test]
    public async Task An_access_token_is_valid_until_its_key_is_removed()
    {
        await using var roll = await Roll.StartAsync(Roll.OfKeys);

        Assert.That(await AccessTokensAsync(roll), Is.EqualTo(
            """
            200 200 200 200 200 200
            200 200 200 200 200 200
            401 200 200 200 200 401
            401 200 200 200 200 401
            401 401 401 200 200 200
            401 401 401 200 200 200
            """));
    }

    private static async Task<string> AccessTokensAsync(Roll roll)
    {
        var user = await roll.Servers[0].CreateUserAsync();
        var tokens = await Task.WhenAll(roll.Servers.Select(server => server.LogInAsync(user)));
        return await roll.AnswersAsync(
            tokens.Select(pair => pair.Access), async (server, token) => $"{await server.StatusOfMeAsync(token)}");
    }
}
