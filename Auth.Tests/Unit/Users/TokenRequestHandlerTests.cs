using Auth.Application.Audit;
using Auth.Application.Background;
using Auth.Application.Email;
using Auth.Application.Passwords;
using Auth.Application.Users;
using Auth.Domain.Audit;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Auth.Tests.Unit.Email;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class TokenRequestHandlerTests
{
    private readonly Mock<IUserRepository> _users =
        RepositoryOf.Users(SomeUser.Create(), SomeUser.Create("barred@example.com", active: false));

    private readonly Mock<IEmailSender> _sender = new();
    private readonly Mock<IAuditRepository> _trail = new();
    private readonly RecordedLog<TokenRequestHandler> _log = new();

    [Test]
    public async Task What_is_queued_is_mailed_before_the_worker_stops()
    {
        const int requests = 20;
        await using var services = Services();
        var queue = Queue(services);
        for (var i = 0; i < requests; i++)
            queue.Enqueue(new(TokenPurpose.ResetPassword, "user@example.com", Caller.Unknown));

        await queue.StartAsync(default);
        await queue.StopAsync(default);

        SentTo("user@example.com", Times.Exactly(requests));
    }

    [TestCase(TokenPurpose.Verify, "Verify your e-mail address")]
    [TestCase(TokenPurpose.ResetPassword, "Choose a new password")]
    public async Task A_request_brings_the_mail_of_its_purpose(TokenPurpose purpose, string subject)
    {
        await HandleAsync(new TokenRequest(purpose, "user@example.com", Caller.Unknown));

        _sender.Verify(
            sender => sender.SendAsync(It.Is<EmailMessage>(mail => mail.Subject == subject), It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Test]
    public async Task Mail_goes_to_the_stored_address()
    {
        await HandleAsync(new TokenRequest(TokenPurpose.Verify, "USER@EXAMPLE.COM", Caller.Unknown));

        SentTo("user@example.com", Times.Once());
    }

    [TestCase(TokenPurpose.Verify, "verification_requested")]
    [TestCase(TokenPurpose.ResetPassword, "reset_requested")]
    public async Task Who_asked_is_recorded_though_the_work_is_done_later(TokenPurpose purpose, string name)
    {
        await HandleAsync(new TokenRequest(purpose, "user@example.com", new Caller(null, "192.0.2.1")));

        _trail.Verify(
            trail => trail.AddAsync(
                It.Is<IReadOnlyList<AuditEvent>>(events => events.Single().Name == name && events[0].IpAddress == "192.0.2.1"),
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [TestCase("barred@example.com")]
    [TestCase("nobody@example.com")]
    public async Task Who_may_not_log_in_gets_no_mail(string email)
    {
        await HandleAsync(new TokenRequest(TokenPurpose.Verify, email, Caller.Unknown), new TokenRequest(TokenPurpose.ResetPassword, email, Caller.Unknown));

        Assert.That(_sender.Invocations, Is.Empty);
    }

    [Test]
    public async Task A_request_that_fails_does_not_end_the_worker([Values] bool byTimeout)
    {
        Fail(byTimeout ? new TaskCanceledException("The database did not answer.") : new InvalidOperationException());
        await using var services = Services();
        var queue = Queue(services);
        await queue.StartAsync(default);

        // More than are handled at once, so that the last one waits for one that failed.
        for (var i = 0; i < 10; i++)
            queue.Enqueue(new(TokenPurpose.ResetPassword, "failing@example.com", Caller.Unknown));
        queue.Enqueue(new(TokenPurpose.ResetPassword, "user@example.com", Caller.Unknown));
        await queue.StopAsync(default);

        SentTo("user@example.com", Times.Once());
    }

    [Test]
    public async Task A_request_that_fails_is_logged_without_its_address()
    {
        Fail(new InvalidOperationException("The database is broken."));

        await HandleAsync(new TokenRequest(TokenPurpose.ResetPassword, "failing@example.com", Caller.Unknown));

        Assert.That(
            _log.Lines.Single(),
            Does.StartWith("Error: ").And.Contain("ResetPassword").And.Contain("is broken").And.Not.Contain("failing@"));
    }

    [Test]
    public async Task A_stop_that_may_wait_no_longer_gives_up()
    {
        _sender.Setup(sender => sender.SendAsync(It.IsAny<EmailMessage>(), It.IsAny<CancellationToken>()))
            .Returns(Task.Delay(Timeout.Infinite));
        await using var services = Services();
        var queue = Queue(services);
        await queue.StartAsync(default);
        queue.Enqueue(new(TokenPurpose.Verify, "user@example.com", Caller.Unknown));

        Assert.That(() => queue.StopAsync(new CancellationToken(canceled: true)), Throws.Nothing);
    }

    private async Task HandleAsync(params TokenRequest[] requests)
    {
        await using var services = Services();
        var queue = Queue(services);
        await queue.StartAsync(default);
        foreach (var request in requests)
            queue.Enqueue(request);
        await queue.StopAsync(default);
    }

    private void Fail(Exception exception) =>
        _users.Setup(users => users.FindByEmailAsync("failing@example.com", It.IsAny<CancellationToken>()))
            .ThrowsAsync(exception);

    private void SentTo(string address, Times times) =>
        _sender.Verify(
            sender => sender.SendAsync(It.Is<EmailMessage>(mail => mail.To == address), It.IsAny<CancellationToken>()), times);

    private static WorkQueue<TokenRequest> Queue(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<WorkQueue<TokenRequest>>().Single();

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddApplication()
        .AddSingleton(Settings.Create())
        .AddSingleton(_users.Object)
        .AddSingleton(_sender.Object)
        .AddSingleton(Mock.Of<IPasswordHasher>())
        .AddSingleton(Mock.Of<ILoginBudgetRepository>())
        .AddSingleton(Mock.Of<ISessionRepository>())
        .AddSingleton(_trail.Object)
        .AddSingleton<ILogger<TokenRequestHandler>>(_log)
        .BuildServiceProvider();
}
