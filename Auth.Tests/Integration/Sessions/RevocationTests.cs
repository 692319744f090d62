namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class RevocationTests(DatabaseEngine engine)
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Revoking_an_access_or_refresh_token_revokes_its_session_only(bool access)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (mine, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var answer = await server.RevokeAsync(access ? mine.Access : mine.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(answer, Is.EqualTo("200"));
            Assert.That(await server.IsOpenAsync(mine), Is.False);
            Assert.That(await server.IsOpenAsync(other));
        });
    }

    [Test]
    public async Task Revoking_a_used_refresh_token_revokes_the_current_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var first = await server.LogInAsync(await server.CreateUserAsync());
        var second = await server.RefreshAsync(first.Refresh);

        await server.RevokeAsync(first.Refresh);

        Assert.That(await server.IsOpenAsync(second), Is.False);
    }

    [TestCase("")]
    [TestCase("junk")]
    [TestCase("a.b.c")]
    public async Task Revoking_an_invalid_token_is_answered_with_200(string junk)
    {
        var server = await SharedServers.GetAsync(engine);

        Assert.That(await server.RevokeAsync(junk), Is.EqualTo("200"));
    }

    [Test]
    public async Task Revoking_a_token_twice_is_answered_with_200()
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        await server.RevokeAsync(tokens.Access);

        Assert.That(await server.RevokeAsync(tokens.Access), Is.EqualTo("200"));
    }

    [Test]
    public async Task Revoking_without_a_token_is_answered_with_422()
    {
        var server = await SharedServers.GetAsync(engine);

        using var answer = await server.SendFormAsync("/api/token/revoke", ("token_type_hint", "access_token"));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body.token missing"));
    }
}
