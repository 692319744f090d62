using Auth.Application.Mail;
using Auth.Domain.Mail;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

[OnEachDatabase]
public sealed class MailRequestsTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    [Test]
    public async Task A_request_is_stored_whether_or_not_the_address_is_registered()
    {
        await using var server = await MailServers.StartAsync(engine, _clock, _sender);
        var user = await server.CreateUserAsync();

        var responses = (await server.RequestMailAsync(user.Email), await server.RequestMailAsync("nobody@example.com"));

        Assert.That(responses, Is.EqualTo(("202 null", "202 null")));
        Assert.That(
            (await server.OutboxAsync()).Select(mail => (mail.Kind, mail.Recipient, mail.UserId)),
            Is.EquivalentTo(new (MailKind, string, Guid?)[]
            {
                (MailKind.ResetRequest, user.Email, null), (MailKind.ResetRequest, "nobody@example.com", null),
            }));
    }

    [Test]
    public async Task A_request_beyond_the_limit_is_dropped_logged_and_counted_with_the_same_response()
    {
        using var logs = new RecordedLogs();
        await using var server = await AuthServer.StartAsync(engine, services: services =>
        {
            MailServers.Services(_clock, _sender)(services);
            services.AddSingleton<ILoggerProvider>(logs);
        });
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        await FillAsync(server);

        var response = await server.RequestMailAsync("late@example.com");
        var other = await server.RequestMailAsync("other@example.com", "request-verify-token");

        Assert.Multiple(async () =>
        {
            Assert.That((response, other), Is.EqualTo(("202 null", "202 null")));
            Assert.That(logs.Lines, Has.One.StartsWith("Warning: A ResetRequest was dropped").And.None.Contains("late@"));
            Assert.That(metrics.Lines, Has.One.EqualTo("auth.mails 1 auth.outcome=dropped"));
            Assert.That(await server.OutboxAsync(), Has.Count.EqualTo(MailRequests.MaxWaiting + 1));
        });
    }

    private async Task FillAsync(AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AddRange(Enumerable.Range(0, MailRequests.MaxWaiting).Select(i => OutboxMail.Create(
            MailKind.ResetRequest, $"user{i}@example.com", userId: null, data: null, isNotice: false, _clock.GetUtcNow())));
        await database.SaveChangesAsync();
    }
}
