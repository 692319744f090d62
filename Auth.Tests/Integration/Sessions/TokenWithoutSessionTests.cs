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
    public async Task It_is_good_while_the_password_is_the_first(string? issuedAt)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        Assert.That(await server.StatusOfMeAsync(Token(user, issuedAt)), Is.EqualTo(200));
    }

    [TestCase(null, 401)]
    [TestCase(-1, 401)]
    [TestCase(0, 401)]
    [TestCase(1, 200)]
    public async Task After_a_change_of_the_password_it_is_good_only_if_issued_later(int? seconds, int status)
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(engine, clock);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);
        await server.StatusAsync(HttpMethod.Patch, "/api/users/me", tokens.Access, new { password = "another-horse-10" });

        Assert.That(await server.StatusOfMeAsync(Token(user, IssuedAt(clock, seconds))), Is.EqualTo(status));
    }

    [Test]
    public async Task A_reset_of_the_password_ends_it()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        await server.StatusAsync(
            HttpMethod.Post, "/api/auth/reset-password",
            json: new { token = Claims.ForReset(user).Sign(), password = "another-horse-10" });

        Assert.That(await server.StatusOfMeAsync(Token(user, issuedAt: null)), Is.EqualTo(401));
    }

    [Test]
    public async Task A_password_that_it_changed_itself_ends_it_and_all_sessions()
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
    public async Task A_login_and_a_logout_leave_it_good()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var token = Token(user, issuedAt: null);

        await server.LogInAsync(user);
        await server.StatusAsync(HttpMethod.Post, "/api/token/logout", token);

        Assert.That(await server.StatusOfMeAsync(token), Is.EqualTo(200));
    }

    [Test]
    public async Task It_is_refused_where_tokens_must_have_a_session()
    {
        var server = await SharedServers.GetAsync(engine, SessionsOnly);
        var user = await server.CreateUserAsync();

        Assert.That(await server.StatusOfMeAsync(Token(user, issuedAt: null)), Is.EqualTo(401));
    }

    [Test]
    public async Task One_with_a_session_is_good_where_tokens_must_have_one()
    {
        var server = await SharedServers.GetAsync(engine, SessionsOnly);

        Assert.That(await server.IsOpenAsync(await server.LogInAsync(await server.CreateUserAsync())));
    }

    private static string? IssuedAt(FakeTimeProvider clock, int? seconds) =>
        seconds is { } offset ? $"{clock.GetUtcNow().ToUnixTimeSeconds() + offset}" : null;

    private static string Token(User user, string? issuedAt) => Claims.ForAccess(user).With("iat", issuedAt).Sign();
}
