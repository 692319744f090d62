using Auth.Application.Mail;
using Auth.Domain.Mail;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

/// <summary>The delivery of mails from the outbox to the mail server.</summary>
[OnEachDatabase]
public sealed class MailDeliveryTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    [TestCase("request-verify-token", "Verify your e-mail address", "verification_requested")]
    [TestCase("forgot-password", "Choose a new password", "reset_requested")]
    public async Task A_request_sends_the_requested_mail_to_the_stored_address(string route, string subject, string recorded)
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        await server.RequestMailAsync(user.Email.ToUpperInvariant(), route);
        await server.SendDueMailAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(_sender.Sent.Select(mail => (mail.To, mail.Subject)), Is.EqualTo(new[] { (user.Email, subject) }));
            Assert.That(await server.TrailNamesAsync(user), Is.EqualTo(new[] { recorded }));
            Assert.That(await server.OutboxAsync(), Is.Empty);
        });
    }

    [TestCase(true, true, "request-verify-token")]
    [TestCase(false, false, "request-verify-token")]
    [TestCase(false, false, "forgot-password")]
    public async Task An_unknown_inactive_or_already_verified_user_gets_no_mail(bool active, bool verified, string route)
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(active: active, verified: verified);

        await server.RequestMailAsync(user.Email, route);
        await server.RequestMailAsync("nobody@example.com", route);
        await server.SendDueMailAsync();

        Assert.That((_sender.Attempts.Count, (await server.OutboxAsync()).Count), Is.EqualTo((0, 0)));
    }

    [TestCase("another address")]
    [TestCase("verified")]
    [TestCase("inactive")]
    [TestCase("deleted")]
    public async Task A_mail_that_is_no_longer_applicable_is_dropped(string meanwhile)
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        _sender.Failure = _ => new EmailDeliveryException("The mail server is busy", isPermanent: false);
        await server.RequestMailAsync(user.Email, "request-verify-token");
        await server.SendDueMailAsync();
        _sender.Failure = _ => null;
        switch (meanwhile)
        {
            case "deleted":
                await server.DeleteUserAsync(user);
                break;
            case "inactive":
                await server.UpdateUserAsync(user, stored => stored.SetActive(false));
                break;
            case "verified":
                await server.UpdateUserAsync(user, stored => stored.SetVerified(true));
                break;
            default:
                await server.UpdateUserAsync(user, stored => stored.ChangeEmail(Unit.SomeUser.Address(AuthServer.NewEmail())));
                break;
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        await server.SendDueMailAsync();

        Assert.That((_sender.Attempts.Count, (await server.OutboxAsync()).Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task The_delay_doubles_after_a_temporary_failure_and_the_mail_is_dropped_after_the_last_attempt()
    {
        await using var server = await StartAsync(("Auth:Email:Smtp:MaxAttempts", "4"));
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        _sender.Failure = _ => new EmailDeliveryException("The mail server is busy", isPermanent: false);
        await server.RequestMailAsync((await server.CreateUserAsync()).Email);

        var attempts = new List<int>();
        foreach (var second in Enumerable.Range(0, 9))
        {
            var before = _sender.Attempts.Count;
            await server.SendDueMailAsync();
            if (_sender.Attempts.Count > before)
                attempts.Add(second);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Multiple(async () =>
        {
            Assert.That(attempts, Is.EqualTo([0, 1, 3, 7]));
            Assert.That(_sender.Attempts.Select(mail => mail.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(await server.OutboxAsync(), Is.Empty);
            Assert.That(metrics.Lines, Has.One.EqualTo("auth.mails 1 auth.outcome=failed"));
        });
    }

    [Test]
    public async Task The_delay_is_limited_to_an_hour()
    {
        await using var server = await StartAsync(("Auth:Email:Smtp:MaxAttempts", "50"));
        _sender.Failure = _ => new EmailDeliveryException("The mail server is busy", isPermanent: false);
        await server.RequestMailAsync((await server.CreateUserAsync()).Email);

        for (var attempt = 0; attempt < 20; attempt++)
        {
            await server.SendDueMailAsync();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.That(_sender.Attempts, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task A_permanent_failure_drops_the_mail_and_is_logged_without_the_address()
    {
        using var logs = new RecordedLogs();
        await using var server = await AuthServer.StartAsync(engine, services: services =>
        {
            MailServers.Services(_clock, _sender)(services);
            services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs);
        });
        var user = await server.CreateUserAsync();
        _sender.Failure = _ => new EmailDeliveryException("The mail server refused the recipient (550)", isPermanent: true);

        await server.RequestMailAsync(user.Email);
        await server.SendDueMailAsync();

        Assert.That(await server.OutboxAsync(), Is.Empty);
        Assert.That(logs.Lines, Has.One.StartsWith("Error: A Reset mail was not delivered").And.None.Contains(user.Email));
    }

    [Test]
    public async Task An_unexpected_exception_does_not_delay_other_mails_and_is_retried_after_the_lease()
    {
        await using var server = await StartAsync();
        var (bad, good) = (await server.CreateUserAsync(), await server.CreateUserAsync());
        _sender.Failure = mail => mail.To == bad.Email ? new InvalidOperationException("A bug.") : null;
        foreach (var user in new[] { bad, good })
            await server.RequestMailAsync(user.Email);

        await server.SendDueMailAsync();
        var first = _sender.Sent.Select(mail => mail.To).ToList();
        _sender.Failure = _ => null;
        _clock.Advance(TimeSpan.FromSeconds(40));
        await server.SendDueMailAsync();

        Assert.That((first, _sender.Sent[^1].To), Is.EqualTo((new[] { good.Email }, bad.Email)));
    }

    [Test]
    public async Task A_leased_mail_of_a_killed_process_is_sent_after_the_lease()
    {
        await using var server = await StartAsync();
        await server.RequestMailAsync((await server.CreateUserAsync()).Email);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IMailOutbox>()
                .LeaseAsync(
                    limit: 4, includeRetries: true, _clock.GetUtcNow(), _clock.GetUtcNow().AddSeconds(40),
                    _clock.GetUtcNow().AddHours(1), default);
        }

        await server.SendDueMailAsync();
        var before = _sender.Sent.Count;
        _clock.Advance(TimeSpan.FromSeconds(40));
        await server.SendDueMailAsync();

        Assert.That((before, _sender.Sent.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Two_processes_send_each_mail_once()
    {
        await using var server = await StartAsync();
        await using var another = server.StartAnother(services: MailServers.Services(_clock, _sender));
        var users = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            users.Add((await server.CreateUserAsync()).Email);
            await server.RequestMailAsync(users[^1]);
        }

        await Task.WhenAll(server.SendDueMailAsync(), another.SendDueMailAsync());
        await server.SendDueMailAsync();

        Assert.That(_sender.Sent.Select(mail => mail.To), Is.EquivalentTo(users));
    }

    [Test]
    public async Task A_security_notice_is_sent_before_older_mails()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 50; i++)
            await server.RequestMailAsync((await server.CreateUserAsync()).Email);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var user = await server.CreateUserAsync();
        await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), new { password = "brand-new-pass-2" });

        await server.Services.GetRequiredService<MailWorker>().SendDueAsync(includeRetries: true, default);

        Assert.That(_sender.Sent.Select(mail => (mail.To, mail.Subject)), Is.EqualTo(new[] { (user.Email, "Your password was changed") }));
    }

    [Test]
    public async Task The_lifetime_of_a_token_starts_when_its_mail_is_sent()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        await server.RequestMailAsync(user.Email, "request-verify-token");

        _clock.Advance(TimeSpan.FromHours(2));
        await server.SendDueMailAsync();

        var token = MailServers.TokenOf(_sender.Sent.Single());
        Assert.That(await server.StatusAsync(HttpMethod.Post, "/api/auth/verify", json: new { token }), Is.EqualTo(200));
    }

    [Test]
    public async Task The_outbox_contains_no_token()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), new { email = AuthServer.NewEmail() });

        Assert.That((await server.OutboxAsync()).Single().Data, Does.Not.Contain("eyJ"));
    }

    private Task<AuthServer> StartAsync(params (string Name, string Value)[] settings) =>
        MailServers.StartAsync(engine, _clock, _sender, settings);
}
