using Auth.Application.Users;
using Auth.Domain.Users;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration;

/// <summary>The recovery of an address that someone else has changed.</summary>
[OnEachDatabase]
public sealed class EmailRecoveryTests(DatabaseEngine engine)
{
    private const string NewPassword = "brand-new-pass-2";
    private const string BadToken = "400 RECOVER_EMAIL_BAD_TOKEN";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    [Test]
    public async Task Recovery_restores_the_address_after_several_changes_by_another_person()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(verified: true);
        var attacker = await server.LogInAsync(user);
        await ChangeAsync(server, attacker.Access, new { email = AuthServer.NewEmail() });
        await ChangeAsync(server, attacker.Access, new { email = AuthServer.NewEmail(), password = "thiefs-password-1" });
        await server.SendDueMailAsync();

        var recovery = await RecoverAsync(server, TokenTo(user.Email));

        var stored = (await server.FindUserAsync(user))!;
        using var login = await server.LoginAsync(user.Email, NewPassword);
        Assert.Multiple(async () =>
        {
            Assert.That(recovery, Is.EqualTo("200"));
            Assert.That((stored.Email, stored.IsVerified), Is.EqualTo((user.Email, true)));
            Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(await server.IsOpenAsync(attacker), Is.False);
            Assert.That((await server.TrailNamesAsync(user))[^2..], Is.EqualTo(new[] { "email_recovered", "login_succeeded" }));
        });
    }

    [Test]
    public async Task A_token_can_be_used_once_and_recovery_invalidates_earlier_tokens()
    {
        await using var server = await StartAsync();
        var (user, token) = await ChangedUserAsync(server);
        var earlier = Issue(server, user, "earlier@example.com");
        _clock.Advance(TimeSpan.FromSeconds(1));

        var responses = new[]
        {
            await RecoverAsync(server, token), await RecoverAsync(server, token), await RecoverAsync(server, earlier),
        };

        Assert.That(responses, Is.EqualTo(["200", BadToken, BadToken]));
    }

    [Test]
    public async Task One_of_several_simultaneous_recoveries_succeeds()
    {
        await using var server = await StartAsync();
        var (_, token) = await ChangedUserAsync(server);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RecoverAsync(server, token)));

        Assert.That(responses.Order(), Is.EqualTo(["200", BadToken, BadToken, BadToken, BadToken]));
    }

    [TestCase("short", "400 RECOVER_EMAIL_INVALID_PASSWORD: Password should be at least 8 characters")]
    [TestCase(null, "400 RECOVER_EMAIL_INVALID_PASSWORD: Password should not contain e-mail")]
    public async Task An_invalid_password_is_refused_and_the_token_remains_valid(string? password, string refusal)
    {
        await using var server = await StartAsync();
        var (user, token) = await ChangedUserAsync(server);

        var refused = await RecoverAsync(server, token, password ?? $"is-{user.Email}!");
        var address = (await server.FindUserAsync(user))!.Email;

        Assert.That((refused, address == user.Email), Is.EqualTo((refusal, false)));
        Assert.That(await RecoverAsync(server, token), Is.EqualTo("200"));
    }

    [TestCase(-1, "200")]
    [TestCase(0, BadToken)]
    public async Task A_token_expires_after_72_hours(int seconds, string expected)
    {
        await using var server = await StartAsync();
        var (_, token) = await ChangedUserAsync(server);

        _clock.Advance(TimeSpan.FromHours(72) + TimeSpan.FromSeconds(seconds));

        Assert.That(await RecoverAsync(server, token), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_token_of_a_deactivated_user_is_invalid()
    {
        await using var server = await StartAsync();
        var (user, token) = await ChangedUserAsync(server);
        await server.UpdateUserAsync(user, stored => stored.SetActive(false));

        Assert.That(await RecoverAsync(server, token), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task The_token_of_a_deleted_user_is_invalid()
    {
        await using var server = await StartAsync();
        var (user, token) = await ChangedUserAsync(server);
        await server.DeleteUserAsync(user);

        Assert.That(await RecoverAsync(server, token), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task An_address_of_another_user_is_not_restored_and_the_token_remains_valid()
    {
        await using var server = await StartAsync();
        var (user, token) = await ChangedUserAsync(server);
        var newOwner = await server.CreateUserAsync(user.Email);

        var refused = await RecoverAsync(server, token);
        await server.DeleteUserAsync(newOwner);

        Assert.That(
            (refused, await RecoverAsync(server, token)), Is.EqualTo(("400 RECOVER_EMAIL_ALREADY_EXISTS", "200")));
    }

    [Test]
    public async Task An_invalid_token_is_reported_before_an_invalid_password()
    {
        await using var server = await StartAsync();
        var (user, token) = await ChangedUserAsync(server);
        string[] tokens =
        [
            "nonsense",
            token[..^4] + "AAAA",
            Claims.ForVerification(user).Sign(),
            Claims.ForReset(user).With("email", $"\"{user.Email}\"").Sign(),
            Claims.ForAccess(user).With("email", $"\"{user.Email}\"").Sign(),
            Claims.ForVerification(user).With("aud", "\"fastapi-users:recover-email\"").With("email", null).Sign(),
            Claims.ForVerification(user).With("aud", "\"fastapi-users:recover-email\"").With("email", "\"no address\"").Sign(),
        ];

        foreach (var forged in tokens)
            Assert.That(await RecoverAsync(server, forged, "short"), Is.EqualTo(BadToken));
    }

    [TestCase("/api/auth/verify", "400 VERIFY_USER_BAD_TOKEN")]
    [TestCase("/api/auth/reset-password", "400 RESET_PASSWORD_BAD_TOKEN")]
    public async Task A_recovery_token_is_refused_for_other_purposes(string path, string refusal)
    {
        await using var server = await StartAsync();
        var (_, token) = await ChangedUserAsync(server);

        using var response = await server.SendAsync(HttpMethod.Post, path, json: new { token, password = NewPassword });

        Assert.That(await response.SummaryAsync(), Is.EqualTo(refusal));
    }

    [Test]
    public async Task The_notice_of_a_change_by_a_superuser_has_no_token()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(verified: true);
        var superuser = await server.CreateUserAsync(superuser: true);
        await server.StatusAsync(
            HttpMethod.Patch, $"/api/users/{user.Id}", await server.TokenOfAsync(superuser), new { email = AuthServer.NewEmail() });

        await server.SendDueMailAsync();

        Assert.That(_sender.Sent.Select(mail => mail.To), Is.EqualTo([user.Email]));
        Assert.That(TokenTo(user.Email), Is.Empty);
    }

    [Test]
    public async Task The_notice_to_an_unverified_address_has_no_token()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(verified: false);
        await ChangeAsync(server, await server.TokenOfAsync(user), new { email = AuthServer.NewEmail() });

        await server.SendDueMailAsync();

        Assert.That(_sender.Sent.Select(mail => mail.To), Is.EqualTo([user.Email]));
        Assert.That(TokenTo(user.Email), Is.Empty);
    }

    private Task<AuthServer> StartAsync() => MailServers.StartAsync(engine, _clock, _sender);

    /// <summary>Creates a verified user, changes the address, and returns the token of the notice.</summary>
    private async Task<(User User, string Token)> ChangedUserAsync(AuthServer server)
    {
        var user = await server.CreateUserAsync(verified: true);
        await ChangeAsync(server, await server.TokenOfAsync(user), new { email = AuthServer.NewEmail() });
        await server.SendDueMailAsync();
        return (user, TokenTo(user.Email));
    }

    private static async Task ChangeAsync(AuthServer server, string accessToken, object change) =>
        Assert.That(await server.StatusAsync(HttpMethod.Patch, "/api/users/me", accessToken, change), Is.EqualTo(200));

    private string TokenTo(string address) => MailServers.TokenOf(_sender.Sent.First(mail => mail.To == address));

    private static string Issue(AuthServer server, User user, string email)
    {
        using var scope = server.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<EmailRecoverer>().IssueToken(user.Id, email);
    }

    private static async Task<string> RecoverAsync(AuthServer server, string token, string password = NewPassword)
    {
        using var response = await server.SendAsync(HttpMethod.Post, "/api/auth/recover-email", json: new { token, password });
        return await response.SummaryAsync();
    }
}
