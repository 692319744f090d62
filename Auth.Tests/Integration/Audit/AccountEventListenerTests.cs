using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Integration.Audit;

/// <summary>A change and the rows that its listeners store commit together or not at all.</summary>
[OnEachDatabase]
public sealed class AccountEventListenerTests(DatabaseEngine engine)
{
    private readonly RecordedSender _sender = new();

    [Test]
    public async Task A_listener_that_throws_in_the_unit_of_work_rolls_back_the_change_the_audit_rows_and_the_mails()
    {
        var events = new RecordedEvents();
        await using var server = await StartAsync(
            new FailingListener(handle: happened => happened is EmailChanged), services => services.AddSingleton<IAccountEventListener>(events));
        var user = await server.CreateUserAsync();
        var session = await server.LogInAsync(user);

        var status = await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", session.Access, new { email = AuthServer.NewEmail(), password = "brand-new-pass-2" });

        var stored = (await server.FindUserAsync(user))!;
        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(500));
            Assert.That((stored.Email, stored.HashedPassword, stored.SecurityStamp),
                Is.EqualTo((user.Email, user.HashedPassword, user.SecurityStamp)));
            Assert.That(await server.TrailNamesAsync(user), Is.EqualTo(new[] { "login_succeeded" }));
            Assert.That(await server.OutboxAsync(), Is.Empty);
            Assert.That(events.Told, Is.EqualTo(["user_registered", "login_succeeded"]));
            Assert.That(await server.IsOpenAsync(session));
        });
    }

    [Test]
    public async Task A_listener_that_throws_after_the_commit_is_logged_and_changes_nothing()
    {
        using var logs = new RecordedLogs();
        await using var server = await StartAsync(
            new FailingListener(commit: _ => true), services => services.AddSingleton<ILoggerProvider>(logs));
        var user = await server.CreateUserAsync();
        var newEmail = AuthServer.NewEmail();

        var status = await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), new { email = newEmail });

        Assert.Multiple(async () =>
        {
            Assert.That(status, Is.EqualTo(200));
            Assert.That((await server.FindUserAsync(user))!.Email, Is.EqualTo(newEmail));
            Assert.That(await server.TrailNamesAsync(user), Is.EqualTo(new[] { "email_changed" }));
            Assert.That(await server.OutboxAsync(), Has.Count.EqualTo(1));
            Assert.That(logs.Lines, Has.Some.Contains("FailingListener failed to handle email_changed"));
        });
    }

    private Task<AuthServer> StartAsync(FailingListener listener, Action<IServiceCollection> services) =>
        AuthServer.StartAsync(engine, services: collection =>
        {
            MailServers.Services(SessionRequests.NewClock(), _sender)(collection);
            services(collection);
            collection.AddSingleton<IAccountEventListener>(listener);
        });

    private sealed class FailingListener(Func<AccountEvent, bool>? handle = null, Func<AccountEvent, bool>? commit = null)
        : IAccountEventListener
    {
        public Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken) => Fail(handle, happened);

        public Task CommittedAsync(AccountEvent happened) => Fail(commit, happened);

        private static Task Fail(Func<AccountEvent, bool>? fails, AccountEvent happened) => fails?.Invoke(happened) is true
            ? Task.FromException(new InvalidOperationException("The listener is broken."))
            : Task.CompletedTask;
    }
}
