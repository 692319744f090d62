using Auth.Application.Backends.Opaque;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class RefreshTests(DatabaseEngine engine)
{
    [Test]
    public async Task A_refresh_returns_new_tokens_of_the_same_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var first = await server.LogInAsync(await server.CreateUserAsync());

        var second = await server.RefreshAsync(first.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(second.SessionId, Is.EqualTo(first.SessionId));
            Assert.That(second.Refresh, Is.Not.EqualTo(first.Refresh));
            Assert.That(await server.IsOpenAsync(second));
        });
    }

    [Test]
    public async Task A_refresh_does_not_invalidate_earlier_access_tokens()
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        await server.RefreshAsync(tokens.Refresh);

        Assert.That(await server.StatusOfMeAsync(tokens.Access), Is.EqualTo(200));
    }

    [Test]
    public async Task A_refresh_response_must_not_be_cached()
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());

        using var answer = await server.SendRefreshAsync(tokens.Refresh);

        Assert.That(answer.Headers.CacheControl!.NoStore);
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_malformed_or_unknown_refresh_token_is_refused(string text)
    {
        var server = await SharedServers.GetAsync(engine);

        Assert.That(await server.TryRefreshAsync(text), Is.EqualTo(SessionRequests.BadToken));
    }

    [Test]
    public async Task The_stored_hash_of_a_refresh_token_is_refused()
    {
        var server = await SharedServers.GetAsync(engine);
        var tokens = await server.LogInAsync(await server.CreateUserAsync());
        var hash = OpaqueToken.Hash(tokens.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That(await server.TryRefreshAsync(Convert.ToHexString(hash)), Is.EqualTo(SessionRequests.BadToken));
            Assert.That(await server.TryRefreshAsync(Convert.ToBase64String(hash)), Is.EqualTo(SessionRequests.BadToken));
        });
    }

    [TestCase("refresh_token", "body.grant_type missing")]
    [TestCase("grant_type", "body.refresh_token missing")]
    [TestCase("other", "body.refresh_token missing", "body.grant_type missing")]
    public async Task A_missing_field_is_reported(string given, params string[] problems)
    {
        var server = await SharedServers.GetAsync(engine);

        using var answer = await server.SendFormAsync("/api/token/refresh", (given, "refresh_token"));

        Assert.That(await answer.ProblemsAsync(), Is.EquivalentTo(problems));
    }

    [TestCase("password")]
    [TestCase("REFRESH_TOKEN")]
    [TestCase("")]
    public async Task Another_grant_type_is_refused_and_does_not_consume_the_token(string grant)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);

        using var answer = await server.SendFormAsync(
            "/api/token/refresh", ("grant_type", grant), ("refresh_token", tokens.Refresh));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body.grant_type string_pattern_mismatch"));
        Assert.That((await server.RefreshTokensOfAsync(user)).Single().UsedAt, Is.Null);
    }
}
