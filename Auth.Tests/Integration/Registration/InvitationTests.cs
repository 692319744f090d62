using System.Diagnostics.Metrics;
using Auth.Application.Mail;
using Auth.Domain.Users;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Backends;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Registration;

[OnEachDatabase]
public sealed class InvitationTests(DatabaseEngine engine)
{
    private const string Guest = "guest@example.com";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    [Test]
    public async Task An_invited_person_registers_as_a_verified_user_without_rights()
    {
        await using var server = await StartAsync();
        var invitation = await server.InviteAsync(_sender, Guest);

        using var register = await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new
        {
            email = Guest,
            password = AuthServer.Password,
            name = "Nick",
            is_superuser = true,
            is_active = false,
            invitation,
        });
        using var login = await server.LoginAsync(Guest, AuthServer.Password);

        var user = await register.JsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(
                user.EnumerateObject().Skip(1).Select(member => $"{member.Name}={member.Value}"),
                Is.EqualTo([$"email={Guest}", "name=Nick", "is_active=True", "is_superuser=False", "is_verified=True"]));
            Assert.That(((int)register.StatusCode, (int)login.StatusCode), Is.EqualTo((201, 200)));
        });
    }

    [Test]
    public async Task The_response_is_the_same_for_a_registered_address_which_receives_no_mail()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        var responses = (await server.RequestInvitationAsync(user.Email), await server.RequestInvitationAsync(Guest));
        await server.SendDueMailAsync();

        Assert.That(responses, Is.EqualTo(("202 null", "202 null")));
        Assert.That(_sender.Sent.Select(mail => mail.To), Is.EqualTo([Guest]));
    }

    [TestCase(false, true, true, 403)]
    [TestCase(true, false, true, 403)]
    [TestCase(true, false, false, 202)]
    [TestCase(true, true, true, 202)]
    public async Task Only_superusers_who_are_verified_where_required_may_invite(
        bool isSuperuser, bool isVerified, bool requiresVerification, int status)
    {
        await using var server = await StartAsync(("Auth:UsersRequireVerification", $"{requiresVerification}"));
        var user = await server.CreateUserAsync(superuser: isSuperuser, verified: isVerified);

        var response = await server.RequestInvitationAsync(Guest, await server.TokenOfAsync(user));
        await server.SendDueMailAsync();

        Assert.That(response, Does.StartWith($"{status} "));
        Assert.That(_sender.Sent, Has.Count.EqualTo(status == 202 ? 1 : 0));
    }

    [Test]
    public async Task Strangers_may_not_invite()
    {
        await using var server = await StartAsync();

        Assert.That(await server.RequestInvitationAsync(Guest, "nonsense"), Is.EqualTo("""401 {"detail":"Unauthorized"}"""));
        Assert.That(await server.OutboxAsync(), Is.Empty);
    }

    [TestCase("{}", "422 body.email missing")]
    [TestCase("""{"email":"nobody"}""", "422 body.email value_error")]
    [TestCase("""{"email":"guest@example.com","is_superuser":true}""", "202")]
    public async Task Only_the_address_of_an_invitation_counts(string body, string summary)
    {
        await using var server = await StartAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var response = await server.SendTextAsync(HttpMethod.Post, "/api/users/invitations", body, token: token);

        Assert.That(await response.SummaryAsync(), Is.EqualTo(summary));
    }

    [TestCase("")]
    [TestCase("""
        ,"invitation":null
        """)]
    [TestCase("""
        ,"invitation":""
        """)]
    [TestCase("""
        ,"invitation":"nonsense"
        """)]
    [TestCase("""
        ,"invitation":5
        """, "422 body.invitation string_type")]
    public async Task Without_an_invitation_nobody_registers(string member, string expected = InvitationRequests.InvalidInvitation)
    {
        await using var server = await StartAsync();
        await server.InviteAsync(_sender, Guest);

        using var response = await server.SendTextAsync(
            HttpMethod.Post, "/api/auth/register", $$"""{"email":"{{Guest}}","password":"{{AuthServer.Password}}"{{member}}}""");

        Assert.That(await response.SummaryAsync(), Is.EqualTo(expected));
    }

    // Whether an address is registered, and the rules of passwords, are shown with a valid invitation only.
    [TestCase(AuthServer.Password)]
    [TestCase("short")]
    public async Task Without_an_invitation_the_address_and_the_password_are_not_checked(string password)
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        Assert.That(await server.RegisterAsync(user.Email, "nonsense", password), Is.EqualTo(InvitationRequests.InvalidInvitation));
    }

    [Test]
    public async Task A_forged_invitation_or_a_token_for_another_purpose_is_refused(
        [Values("auth:invite", "fastapi-users:verify", "fastapi-users:reset", "fastapi-users:recover-email", "fastapi-users:auth")]
        string audience,
        [Values] bool isForged)
    {
        await using var server = await StartAsync();
        await server.InviteAsync(_sender, Guest);
        var id = (await server.InvitationsAsync()).Single().Id;
        var claims = HandmadeToken.Claims(id, _clock.GetUtcNow(), audience, ("email", $"\"{Guest}\""));
        var token = HandmadeToken.Sign(claims, secret: isForged ? AuthServer.Secret + "x" : AuthServer.Secret);

        // The last case is the control: a token like that of the mail.
        Assert.That(
            await server.RegisterAsync(Guest, token),
            Is.EqualTo(audience == "auth:invite" && !isForged ? "201" : InvitationRequests.InvalidInvitation));
    }

    [TestCase("""
        "other@example.com"
        """)]
    [TestCase("5")]
    [TestCase(null)]
    public async Task An_invitation_whose_claims_differ_from_the_stored_one_is_refused(string? email)
    {
        await using var server = await StartAsync();
        await server.InviteAsync(_sender, Guest);
        var id = (await server.InvitationsAsync()).Single().Id;
        (string, string?)[] changed = [("email", email)];
        (string, string?)[] otherId = [("email", $"\"{Guest}\""), ("sub", $"\"{Guid.NewGuid()}\"")];

        foreach (var changes in new[] { changed, otherId })
        {
            var token = HandmadeToken.Sign(HandmadeToken.Claims(id, _clock.GetUtcNow(), "auth:invite", changes));
            Assert.That(await server.RegisterAsync(Guest, token), Is.EqualTo(InvitationRequests.InvalidInvitation));
        }
    }

    [TestCase(-1, "201")]
    [TestCase(0, InvitationRequests.InvalidInvitation)]
    public async Task An_invitation_is_valid_until_it_expires(int seconds, string expected)
    {
        await using var server = await StartAsync();
        var invitation = await server.InviteAsync(_sender, Guest);

        _clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(seconds));

        Assert.That(await server.RegisterAsync(Guest, invitation), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_delayed_mail_does_not_prolong_the_invitation()
    {
        await using var server = await StartAsync();
        await server.RequestInvitationAsync(Guest);
        _sender.Failure = _ => new EmailDeliveryException("later", isPermanent: false);
        await server.SendDueMailAsync();
        _sender.Failure = _ => null;

        _clock.Advance(TimeSpan.FromHours(1));
        await server.SendDueMailAsync();

        var claims = HandmadeToken.ClaimsOf(MailServers.TokenOf(_sender.Sent.Single()));
        Assert.That(
            claims.GetProperty("exp").GetInt64(),
            Is.EqualTo((_clock.GetUtcNow() + TimeSpan.FromDays(7) - TimeSpan.FromHours(1)).ToUnixTimeSeconds()));
    }

    [Test]
    public async Task An_invitation_for_another_address_is_refused()
    {
        await using var server = await StartAsync();
        var invitation = await server.InviteAsync(_sender, Guest);
        await server.InviteAsync(_sender, "other@example.com");

        Assert.That(
            await server.RegisterAsync("other@example.com", invitation), Is.EqualTo(InvitationRequests.InvalidInvitation));
    }

    [Test]
    public async Task The_invited_address_may_be_spelled_in_another_case()
    {
        await using var server = await StartAsync();

        var invitation = await server.InviteAsync(_sender, "Éva@bücher.example.com");

        Assert.That(await server.RegisterAsync("éva@xn--bcher-kva.example.com", invitation), Is.EqualTo("201"));
    }

    [Test]
    public async Task A_used_invitation_is_refused_even_after_the_user_is_deleted()
    {
        await using var server = await StartAsync();
        var admin = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var invitation = await server.InviteAsync(_sender, Guest, admin);
        using var register = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = Guest, password = AuthServer.Password, invitation });
        var id = (await register.JsonAsync()).GetProperty("id").GetString();

        var again = await server.RegisterAsync(Guest, invitation);
        var deletion = await server.StatusAsync(HttpMethod.Delete, $"/api/users/{id}", admin);
        var afterDeletion = await server.RegisterAsync(Guest, invitation);

        Assert.That(
            ((int)register.StatusCode, again, deletion, afterDeletion),
            Is.EqualTo((201, InvitationRequests.InvalidInvitation, 204, InvitationRequests.InvalidInvitation)));
    }

    [Test]
    public async Task An_unused_invitation_ends_with_the_deletion_of_a_user_who_was_created_by_other_means()
    {
        await using var server = await StartAsync();
        var admin = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var invitation = await server.InviteAsync(_sender, Guest, admin);
        var user = await server.CreateUserAsync(email: Guest);

        var taken = await server.RegisterAsync(Guest, invitation);
        await server.StatusAsync(HttpMethod.Delete, $"/api/users/{user.Id}", admin);

        Assert.That(taken, Is.EqualTo("400 REGISTER_USER_ALREADY_EXISTS"));
        Assert.That(await server.RegisterAsync(Guest, invitation), Is.EqualTo(InvitationRequests.InvalidInvitation));
    }

    [Test]
    public async Task A_newer_invitation_replaces_the_older_one()
    {
        await using var server = await StartAsync();
        var older = await server.InviteAsync(_sender, Guest);
        var newer = await server.InviteAsync(_sender, "Guest@example.com");

        Assert.That(await server.RegisterAsync(Guest, older), Is.EqualTo(InvitationRequests.InvalidInvitation));
        Assert.That(await server.RegisterAsync(Guest, newer), Is.EqualTo("201"));
        Assert.That(await server.InvitationsAsync(), Is.Empty);
    }

    // The connection broke after the mail server had accepted the mail, so it is sent twice.
    [Test]
    public async Task A_mail_that_is_sent_twice_is_one_invitation()
    {
        await using var server = await StartAsync();
        await server.RequestInvitationAsync(Guest);
        _sender.Failure = _ => new EmailDeliveryException("no response", isPermanent: false);
        await server.SendDueMailAsync();
        _sender.Failure = _ => null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await server.SendDueMailAsync();
        var tokens = _sender.Attempts.Select(MailServers.TokenOf).ToList();

        var results = new List<string>();
        foreach (var token in tokens)
            results.Add(await server.RegisterAsync(Guest, token));

        Assert.That(tokens.Distinct().Count(), Is.EqualTo(2));
        Assert.That(results, Is.EqualTo(["201", InvitationRequests.InvalidInvitation]));
    }

    [Test]
    public async Task A_weak_password_does_not_use_up_the_invitation()
    {
        await using var server = await StartAsync();
        var invitation = await server.InviteAsync(_sender, Guest);

        var weak = await server.RegisterAsync(Guest, invitation, "short");

        Assert.That(weak, Does.StartWith("400 REGISTER_INVALID_PASSWORD: "));
        Assert.That(await server.RegisterAsync(Guest, invitation), Is.EqualTo("201"));
    }

    [Test]
    public async Task Of_simultaneous_registrations_at_two_servers_one_succeeds()
    {
        await using var server = await StartAsync();
        await using var another = server.StartAnother(
            new Dictionary<string, string> { [InvitationRequests.InviteMode.Name] = InvitationRequests.InviteMode.Value },
            MailServers.Services(_clock, _sender));
        var invitation = await server.InviteAsync(_sender, Guest);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            (i % 2 == 0 ? server : another).RegisterAsync(Guest, invitation)));

        Assert.That(results.Count(result => result == "201"), Is.EqualTo(1));
        Assert.That(
            results.Where(result => result != "201"),
            Has.All.AnyOf(InvitationRequests.InvalidInvitation, "400 REGISTER_USER_ALREADY_EXISTS"));
    }

    [Test]
    public async Task Simultaneous_invitations_of_one_address_leave_one_that_is_valid()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 8; i++)
            await server.RequestInvitationAsync(Guest);

        await server.SendDueMailAsync();

        var results = new List<string>();
        foreach (var mail in _sender.Sent)
            results.Add(await server.RegisterAsync(Guest, MailServers.TokenOf(mail)));
        Assert.That(results.Count(result => result == "201"), Is.EqualTo(1));
    }

    [TestCase("demoted")]
    [TestCase("deactivated")]
    [TestCase("unverified")]
    [TestCase("deleted")]
    public async Task The_invitations_of_a_superuser_end_with_the_right_to_invite(string change)
    {
        await using var server = await StartAsync(("Auth:UsersRequireVerification", "true"));
        var inviter = await server.CreateUserAsync(superuser: true, verified: true);
        var token = await server.TokenOfAsync(inviter);
        var invitation = await server.InviteAsync(_sender, Guest, token);
        await server.RequestInvitationAsync("late@example.com", token);

        if (change == "deleted")
            await server.DeleteUserAsync(inviter);
        else
            await server.UpdateUserAsync(inviter, user => Change(user, change));
        await server.SendDueMailAsync();

        Assert.That(await server.RegisterAsync(Guest, invitation), Is.EqualTo(InvitationRequests.InvalidInvitation));
        Assert.That(_sender.Sent.Select(mail => mail.To), Is.EqualTo([Guest]));
    }

    [Test]
    public async Task An_invitation_is_not_mailed_after_its_sender_lost_the_right_to_invite()
    {
        await using var server = await StartAsync();
        var inviter = await server.CreateUserAsync(superuser: true);
        await server.RequestInvitationAsync(Guest, await server.TokenOfAsync(inviter));
        _sender.Failure = _ => new EmailDeliveryException("later", isPermanent: false);
        await server.SendDueMailAsync();
        _sender.Failure = _ => null;
        await server.UpdateUserAsync(inviter, user => user.SetSuperuser(false));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await server.SendDueMailAsync();

        Assert.That(_sender.Attempts, Has.Count.EqualTo(1));
        Assert.That(await server.OutboxAsync(), Is.Empty);
    }

    [TestCase("Open")]
    [TestCase("Closed")]
    public async Task A_request_is_dropped_if_the_mode_has_changed_since(string mode)
    {
        await using var server = await StartAsync();
        await server.RequestInvitationAsync(Guest);
        await using var restarted = server.StartAnother(
            new Dictionary<string, string> { [InvitationRequests.InviteMode.Name] = mode }, MailServers.Services(_clock, _sender));

        await restarted.SendDueMailAsync();

        Assert.That(await restarted.OutboxAsync(), Is.Empty);
        Assert.That(_sender.Attempts, Is.Empty);
    }

    [Test]
    public async Task A_recipient_has_a_cooldown_and_the_earlier_invitation_remains_valid()
    {
        await using var server = await StartAsync(("Auth:RateLimits:Enabled", "true"));
        var invitation = await server.InviteAsync(_sender, Guest);

        var response = await server.RequestInvitationAsync(Guest);
        await server.SendDueMailAsync();

        Assert.That(response, Is.EqualTo("202 null"));
        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
        Assert.That(await server.RegisterAsync(Guest, invitation), Is.EqualTo("201"));
    }

    [Test]
    public async Task Invitations_are_rate_limited()
    {
        await using var server = await StartAsync(("Auth:RateLimits:Enabled", "true"), ("Auth:RateLimits:Invite", "2"));

        var responses = new List<string>();
        for (var i = 0; i < 3; i++)
            responses.Add(await server.RequestInvitationAsync($"guest{i}@example.com"));

        Assert.That(responses, Is.EqualTo(["202 null", "202 null", """429 {"detail":"RATE_LIMITED"}"""]));
    }

    [Test]
    public async Task Invitations_are_audited_and_counted()
    {
        await using var server = await StartAsync();
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var inviter = await server.CreateUserAsync(superuser: true);
        var invitation = await server.InviteAsync(_sender, Guest, await server.TokenOfAsync(inviter));
        var id = (await server.InvitationsAsync()).Single().Id;
        await server.RegisterAsync("other@example.com", invitation);
        await server.RegisterAsync(Guest, invitation);

        var trail = await server.TrailOfAsync(null);

        Assert.Multiple(() =>
        {
            Assert.That(
                trail.Select(happened => (happened.Name, happened.ActorId, happened.UserId is not null, happened.Detail)),
                Is.EqualTo(new[]
                {
                    ("invitation_sent", (Guid?)inviter.Id, false, $"{id}"),
                    ("invitation_accepted", null, true, $"{id}"),
                }));
            Assert.That(
                metrics.Lines.Where(line => line.Contains("invite", StringComparison.Ordinal)),
                Is.EqualTo(
                [
                    "auth.tokens.issued 1 auth.token.kind=invite",
                    "auth.tokens.refused 1 auth.token.kind=invite auth.refusal.reason=outdated",
                ]));
        });
    }

    private Task<AuthServer> StartAsync(params (string Name, string Value)[] settings) =>
        InvitationRequests.StartAsync(engine, _clock, _sender, settings);

    private static void Change(User user, string change)
    {
        switch (change)
        {
            case "demoted":
                user.SetSuperuser(false);
                break;
            case "deactivated":
                user.SetActive(false);
                break;
            default:
                user.SetVerified(false);
                break;
        }
    }
}
