using Auth.Application.Mail;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

/// <summary>The outbox with several processes, clock changes and many mails.</summary>
[OnEachDatabase]
public sealed class OutboxTests(DatabaseEngine engine)
{
    private const int Requests = 10_000;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    [Test]
    public async Task A_request_delivered_by_two_processes_results_in_one_mail()
    {
        await using var server = await StartAsync();
        await RequestAsync(server, await server.CreateUserAsync());
        var request = (await LeaseAsync(server)).Single();

        await DeliverAsync(server, request);
        await DeliverAsync(server, request);

        _clock.Advance(Lease);
        Assert.That((await LeaseAsync(server)).Select(mail => mail.Kind), Is.EqualTo([MailKind.Reset]));
    }

    [Test]
    public async Task A_leased_mail_can_be_leased_again_when_the_lease_has_expired()
    {
        await using var server = await StartAsync();
        await RequestAsync(server, await server.CreateUserAsync());
        var counts = new List<int> { (await LeaseAsync(server)).Count };
        _clock.Advance(Lease - TimeSpan.FromSeconds(1));
        counts.Add((await LeaseAsync(server)).Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        counts.Add((await LeaseAsync(server)).Count);

        Assert.That(counts, Is.EqualTo([1, 0, 1]));
    }

    [Test]
    public async Task A_mail_is_not_sent_if_the_attempt_could_outlast_the_lease()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        var mail = await LeaseMailAsync(server, user);
        _clock.Advance(TimeSpan.FromSeconds(11));

        await DeliverAsync(server, mail);
        var late = Files(server);
        _clock.Advance(Lease);
        await DeliverAsync(server, (await LeaseAsync(server)).Single());

        Assert.That((late, Files(server)), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_worker_with_an_expired_lease_does_not_end_the_lease_of_another()
    {
        await using var server = await StartAsync();
        var mail = await LeaseMailAsync(server, await server.CreateUserAsync());
        _clock.Advance(Lease);
        await LeaseAsync(server);

        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMailOutbox>().PostponeAsync(mail, _clock.GetUtcNow(), default);

        Assert.That(await LeaseAsync(server), Is.Empty);
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_clock_that_was_a_day_ahead_does_not_delay_mail(int leases)
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        var now = _clock.GetUtcNow();
        _clock.AdjustTime(now.AddDays(1));
        await RequestAsync(server, user);
        for (var lease = 0; lease < leases; lease++)
            await LeaseAsync(server);
        _clock.AdjustTime(now);

        await server.SendDueMailAsync();

        Assert.That(Files(server), Is.EqualTo(1));
    }

    [Test]
    public async Task A_notice_is_not_delayed_by_ten_thousand_requests()
    {
        await using var server = await AuthServer.StartAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        var tokens = await server.LogInAsync(user);
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var hourAgo = TimeProvider.System.GetUtcNow().AddHours(-1);
        database.AddRange(Enumerable.Range(0, Requests).Select(_ => OutboxMail.Create(
            MailKind.ResetRequest, AuthServer.NewEmail(), userId: null, data: null, isNotice: false, hourAgo)));
        await database.SaveChangesAsync();

        (await server.SendAsync(HttpMethod.Patch, "/api/users/me", tokens.Access, new { password = "another-horse-9" })).Dispose();
        await PickedUpMail.ToAsync(server, user.Email);

        Assert.That(await database.Set<OutboxMail>().CountAsync(), Is.GreaterThan(Requests / 2));
    }

    private Task<AuthServer> StartAsync() => AuthServer.StartAsync(
        engine, services: services => services.AddSingleton<TimeProvider>(_clock).RemoveMailWorker());

    private static async Task RequestAsync(AuthServer server, User user)
    {
        using var answer = await server.SendAsync(
            HttpMethod.Post, "/api/auth/forgot-password", json: new { email = user.Email });
        Assert.That((int)answer.StatusCode, Is.EqualTo(202));
    }

    /// <summary>Requests a reset token for a user, and leases the mail with the token.</summary>
    private async Task<OutboxMail> LeaseMailAsync(AuthServer server, User user)
    {
        await RequestAsync(server, user);
        await DeliverAsync(server, (await LeaseAsync(server)).Single());
        return (await LeaseAsync(server)).Single();
    }

    [Test]
    public async Task Retries_are_not_leased_when_they_are_excluded()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(verified: true);
        await RequestAsync(server, user);
        await LeaseAsync(server);
        _clock.Advance(Lease);

        var early = await LeaseAsync(server, includeRetries: false);

        Assert.That((early.Count, (await LeaseAsync(server)).Count), Is.EqualTo((0, 1)));
    }

    private async Task<IReadOnlyList<OutboxMail>> LeaseAsync(AuthServer server, bool includeRetries = true)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var now = _clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<IMailOutbox>()
            .LeaseAsync(limit: 4, includeRetries, now, now + Lease, now.AddHours(1), default);
    }

    private static async Task DeliverAsync(AuthServer server, OutboxMail mail)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MailDelivery>().DeliverAsync(mail, default);
    }

    private static int Files(AuthServer server) =>
        Directory.Exists(server.PickupFolder) ? Directory.GetFiles(server.PickupFolder, "*.eml").Length : 0;
}
