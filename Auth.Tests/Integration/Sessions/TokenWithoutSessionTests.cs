using Auth.Domain.Users;
using Auth.Tests.Conformance;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class TokenWithoutSessionTests(DatabaseEngine engine)
{
    private static readonly (string, string) SessionsOnly = ("Auth:Jwt:AcceptTokensWithoutSession", "false");

    [TestCase(null)]
    [TestCase("1500000000")]
    public async Task A_token_without_a_session_is_valid_until_the_password_changes(string? issuedAt)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        Assert.That(await server.StatusOfMeAsync(Token(user, issuedAt)), Is.EqualTo(200));
    }

    [TestCase(null, 401)]
    [TestCase(-1, 401)]
    [TestCase(0, 401)]
    [TestCase(1, 200)]
    public async Task A_token_without_a_session_must_be_issued_after_the_last_password_change(int? seconds, int status)
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(engine, clock);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);
        await server.StatusAsync(HttpMethod.Patch, "/api/users/me", tokens.Access, new { password = "another-horse-10" });

        Assert.That(await server.StatusOfMeAsync(Token(user, IssuedAt(clock, seconds))), Is.EqualTo(status));
    }

    [Test]
    public async Task A_password_reset_invalidates_a_token_without_a_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        await server.StatusAsync(
            HttpMethod.Post, "/api/auth/reset-password",
            json: new { token = Claims.ForReset(user).Sign(), password = "another-horse-10" });

        Assert.That(await server.StatusOfMeAsync(Token(user, issuedAt: null)), Is.EqualTo(401));
    }

    [Test]
    public async Task A_password_change_with_a_token_without_a_session_invalidates_it_and_all_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (token, session) = (Token(user, issuedAt: null), await server.LogInAsync(user));

        await server.StatusAsync(HttpMethod.Patch, "/api/users/me", token, new { password = "another-horse-10" });

        Assert.Multiple(async () =>
        {
            Assert.That(await server.StatusOfMeAsync(token), Is.EqualTo(401));
            Assert.That(await server.IsOpenAsync(session), Is.False);
        });
    }

    [Test]
    public async Task A_login_and_a_logout_do_not_invalidate_a_token_without_a_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var token = Token(user, issuedAt: null);

        await server.LogInAsync(user);
        await server.StatusAsync(HttpMethod.Post, "/api/token/logout", token);

        Assert.That(await server.StatusOfMeAsync(token), Is.EqualTo(200));
    }

    [Test]
    public async Task A_token_without_a_session_is_refused_if_sessions_are_required()
    {
        var server = await SharedServers.GetAsync(engine, SessionsOnly);
        var user = await server.CreateUserAsync();

        Assert.That(await server.StatusOfMeAsync(Token(user, issuedAt: null)), Is.EqualTo(401));
    }

    [Test]
    public async Task A_token_with_a_session_is_accepted_if_sessions_are_required()
    {
        var server = await SharedServers.GetAsync(engine, SessionsOnly);

        Assert.That(await server.IsOpenAsync(await server.LogInAsync(await server.CreateUserAsync())));
    }

    private static string? IssuedAt(FakeTimeProvider clock, int? seconds) =>
        seconds is { } offset ? $"{clock.GetUtcNow().ToUnixTimeSeconds() + offset}" : null;

    private static string Token(User user, string? issuedAt) => Claims.ForAccess(user).With("iat", issuedAt).Sign();
}
