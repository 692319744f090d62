namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class RevocationTests(DatabaseEngine engine)
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Revoking_either_token_ends_the_session_and_no_other(bool access)
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
    public async Task Revoking_a_used_refresh_token_ends_the_session_that_went_on()
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
    public async Task Revoking_junk_is_answered_as_revoking_a_token(string junk)
    {
        var server = await SharedServers.GetAsync(engine);

        Assert.That(await server.RevokeAsync(junk), Is.EqualTo("200"));
    }

    [Test]
    public async Task Revoking_twice_is_answered_as_revoking_once()
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        await server.RevokeAsync(tokens.Access);

        Assert.That(await server.RevokeAsync(tokens.Access), Is.EqualTo("200"));
    }

    [Test]
    public async Task Revoking_without_a_token_is_a_422_that_names_it()
    {
        var server = await SharedServers.GetAsync(engine);

        using var answer = await server.SendFormAsync("/api/token/revoke", ("token_type_hint", "access_token"));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body.token missing"));
    }
}
