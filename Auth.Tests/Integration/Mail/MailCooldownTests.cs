using System.Data.Common;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

/// <summary>The minimum time between two mails with the same purpose to the same recipient.</summary>
[OnEachDatabase]
public sealed class MailCooldownTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    [Test]
    public async Task The_cooldown_doubles_up_to_the_maximum_and_the_response_does_not_change()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        var (responses, sentAfter) = (new List<string>(), new List<int>());
        for (var seconds = 0; seconds <= 60 + 120 + 240 + 240; seconds += 30)
        {
            var before = _sender.Sent.Count;
            responses.Add(await server.RequestMailAsync(user.Email));
            await server.SendDueMailAsync();
            if (_sender.Sent.Count > before)
                sentAfter.Add(seconds);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.That(sentAfter, Is.EqualTo([0, 60, 180, 420, 660]));
        Assert.That(responses, Is.All.EqualTo("202 null"));
    }

    [Test]
    public async Task A_second_mail_within_a_minute_is_not_sent()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        await RequestAndSendAsync(server, user.Email);
        _clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromMilliseconds(1));

        await RequestAndSendAsync(server, user.Email.ToUpperInvariant());

        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Each_recipient_and_each_purpose_has_its_own_cooldown()
    {
        await using var server = await StartAsync();
        var (user, other) = (await server.CreateUserAsync(), await server.CreateUserAsync());

        await RequestAndSendAsync(server, user.Email);
        await RequestAndSendAsync(server, other.Email);
        await RequestAndSendAsync(server, user.Email, "request-verify-token");

        Assert.That(_sender.Sent, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task The_cooldown_is_reset_after_a_day_without_mail()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        await RequestAndSendAsync(server, user.Email);
        _clock.Advance(TimeSpan.FromSeconds(60));
        await RequestAndSendAsync(server, user.Email);
        _clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(120));
        await RequestAndSendAsync(server, user.Email);
        _clock.Advance(TimeSpan.FromSeconds(60));

        await RequestAndSendAsync(server, user.Email);

        Assert.That(_sender.Sent, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Housekeeping_that_deletes_an_expired_cooldown_does_not_suppress_the_mail()
    {
        var deletion = new CooldownDeletion();
        await using var server = await StartAsync(services => services.AddInterceptor(deletion));
        var user = await server.CreateUserAsync();
        await RequestAndSendAsync(server, user.Email);
        _clock.Advance(TimeSpan.FromHours(1));
        deletion.IsDue = true;

        await RequestAndSendAsync(server, user.Email);

        Assert.That(deletion.IsDue, Is.False);
        Assert.That(_sender.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_clock_that_is_set_back_does_not_block_mail()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        await RequestAndSendAsync(server, user.Email);
        _clock.AdjustTime(_clock.GetUtcNow().AddDays(-1));

        await RequestAndSendAsync(server, user.Email);

        Assert.That(_sender.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Twenty_requests_on_two_servers_send_one_mail()
    {
        await using var server = await StartAsync();
        await using var another = server.StartAnother(
            new Dictionary<string, string> { ["Auth:RateLimits:Enabled"] = "true" }, MailServers.Services(_clock, _sender));
        var user = await server.CreateUserAsync();
        for (var i = 0; i < 20; i++)
            await server.RequestMailAsync(user.Email);

        await Task.WhenAll(server.SendDueMailAsync(), another.SendDueMailAsync());

        Assert.That(_sender.Sent, Has.Count.EqualTo(1));
        Assert.That(await server.OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task Address_changes_to_500_unverified_addresses_send_them_one_notice_without_a_token()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(verified: true);
        var token = await server.TokenOfAsync(user);

        for (var i = 0; i < 500; i++)
        {
            var patch = await server.StatusAsync(
                HttpMethod.Patch, "/api/users/me", token, new { email = $"stranger{i}@example.com" });
            Assert.That(patch, Is.EqualTo(200));
        }

        await server.SendDueMailAsync();

        // The unverified addresses of an account share one cooldown.
        Assert.That(_sender.Sent.Select(mail => mail.To), Is.EquivalentTo([user.Email, "stranger0@example.com"]));
        Assert.That(MailServers.TokenOf(_sender.Sent.Single(mail => mail.To != user.Email)), Is.Empty);
    }

    private Task<AuthServer> StartAsync(Action<IServiceCollection>? services = null) => AuthServer.StartAsync(
        engine,
        new Dictionary<string, string>
        {
            ["Auth:RateLimits:Enabled"] = "true",
            ["Auth:RateLimits:ForgotPassword"] = "1000",
            ["Auth:RateLimits:RequestVerifyToken"] = "1000",
            ["Auth:RateLimits:UpdateUser"] = "1000",
            ["Auth:RateLimits:MaxMailCooldownSeconds"] = "240",
        },
        MailServers.Services(_clock, _sender) + services);

    private static async Task RequestAndSendAsync(AuthServer server, string email, string route = "forgot-password")
    {
        await server.RequestMailAsync(email, route);
        await server.SendDueMailAsync();
    }

    /// <summary>Deletes the cooldowns between the read and the update of one.</summary>
    private sealed class CooldownDeletion : DbCommandInterceptor
    {
        public bool IsDue { get; set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (IsDue && command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal)
                && command.CommandText.Contains("mail_cooldowns", StringComparison.Ordinal))
            {
                IsDue = false;
                await using var deletion = command.Connection!.CreateCommand();
                deletion.Transaction = command.Transaction;
                deletion.CommandText = "DELETE FROM mail_cooldowns";
                await deletion.ExecuteNonQueryAsync(cancellationToken);
            }

            return result;
        }
    }
}
