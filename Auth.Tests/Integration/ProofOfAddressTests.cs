using Auth.Tests.Conformance;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration;

/// <summary>The effect of an address change or a verification on earlier tokens and sessions.</summary>
[OnEachDatabase]
public sealed class ProofOfAddressTests(DatabaseEngine engine)
{
    private const string NewPassword = "brand-new-pass-2";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    [Test]
    public async Task A_reset_link_is_invalid_after_a_change_of_the_address()
    {
        await using var server = await MailServers.StartAsync(engine, _clock, _sender);
        var user = await server.CreateUserAsync();
        await server.RequestMailAsync(user.Email);
        await server.SendDueMailAsync();
        await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), new { email = AuthServer.NewEmail() });

        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password",
            json: new { token = MailServers.TokenOf(_sender.Sent[0]), password = NewPassword });

        Assert.That(await reset.SummaryAsync(), Is.EqualTo("400 RESET_PASSWORD_BAD_TOKEN"));
    }

    [Test]
    public async Task A_verification_revokes_earlier_sessions_except_the_one_of_the_request()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (earlier, own) = (await server.LogInAsync(user), await server.LogInAsync(user));

        var status = await server.StatusAsync(
            HttpMethod.Post, "/api/auth/verify", own.Access, new { token = Claims.ForVerification(user).Sign() });

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(200));
            Assert.That(await server.IsOpenAsync(earlier), Is.False);
            Assert.That(await server.IsOpenAsync(own));
        });
    }

    [Test]
    public async Task A_verification_without_an_access_token_revokes_all_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var session = await server.LogInAsync(user);

        await server.StatusAsync(HttpMethod.Post, "/api/auth/verify", json: new { token = Claims.ForVerification(user).Sign() });

        Assert.That(await server.IsOpenAsync(session), Is.False);
    }

    [Test]
    public async Task A_verification_with_the_access_token_of_another_user_revokes_all_sessions()
    {
        var server = await SharedServers.GetAsync(engine);
        var (user, other) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        var (session, others) = (await server.LogInAsync(user), await server.LogInAsync(other));

        await server.StatusAsync(
            HttpMethod.Post, "/api/auth/verify", others.Access, new { token = Claims.ForVerification(user).Sign() });

        Assert.That((await server.IsOpenAsync(session), await server.IsOpenAsync(others)), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_verification_token_for_another_spelling_of_the_address_is_invalid()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var token = Claims.ForVerification(user).With("email", $"\"{user.Email.ToUpperInvariant()}\"").Sign();

        using var verify = await server.SendAsync(HttpMethod.Post, "/api/auth/verify", json: new { token });

        Assert.That(await verify.SummaryAsync(), Is.EqualTo("400 VERIFY_USER_BAD_TOKEN"));
    }

    [TestCase("400")]
    [TestCase("401")]
    public async Task A_refresh_requires_a_verified_address_if_login_does_and_its_token_remains_valid(string status)
    {
        var server = await SharedServers.GetAsync(
            engine, ("Auth:RequiresVerification", "true"), ("Auth:BadCredentialsStatus", status));
        var user = await server.CreateUserAsync(verified: true);
        var tokens = await server.LogInAsync(user);
        await server.UpdateUserAsync(user, stored => stored.SetVerified(false));

        var refused = await server.TryRefreshAsync(tokens.Refresh);
        await server.UpdateUserAsync(user, stored => stored.SetVerified(true));

        Assert.That(
            (refused, await server.TryRefreshAsync(tokens.Refresh)), Is.EqualTo(($"{status} LOGIN_USER_NOT_VERIFIED", "200")));
        Assert.That((await server.RefreshTokensOfAsync(user)).Count(token => token.UsedAt is not null), Is.EqualTo(1));
    }
}
