using Auth.Api.Contracts;
using Auth.Api.Controllers;
using Auth.Application.Audit;
using Auth.Application.Background;
using Auth.Application.Email;
using Auth.Application.Passwords;
using Auth.Application.Tokens;
using Auth.Application.Users;
using Auth.Tests.Unit.Email;
using Auth.Tests.Unit.Telemetry;
using Auth.Tests.Unit.Throttling;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class TokenRequestQueueTests : IDisposable
{
    private readonly RecordedLog<TokenRequestHandler> _log = new();
    private readonly RecordedMetrics _metrics = new();
    private readonly WorkQueue<TokenRequest> _queue;

    public TokenRequestQueueTests() => _queue = new(
        new TokenRequestHandler(Mock.Of<IServiceScopeFactory>(), _metrics.Metrics, _log), _metrics.Metrics);

    public void Dispose()
    {
        _queue.Dispose();
        _metrics.Dispose();
    }

    [Test]
    public void Requests_come_out_in_their_order()
    {
        _queue.Enqueue(new(TokenPurpose.Verify, "one@example.com", Caller.Unknown));
        _queue.Enqueue(new(TokenPurpose.ResetPassword, "two@example.com", Caller.Unknown));

        Assert.That(
            new[] { Next(), Next(), Next() },
            Is.EqualTo(new[]
            {
                new TokenRequest(TokenPurpose.Verify, "one@example.com", Caller.Unknown),
                new TokenRequest(TokenPurpose.ResetPassword, "two@example.com", Caller.Unknown),
                null,
            }));
    }

    [Test]
    public void A_full_queue_drops_a_request_with_a_warning_that_has_no_address()
    {
        for (var i = 0; i <= WorkQueue<TokenRequest>.Capacity; i++)
            _queue.Enqueue(new(TokenPurpose.Verify, $"user-{i}@example.com", Caller.Unknown));

        Assert.Multiple(() =>
        {
            Assert.That(_queue.Reader.Count, Is.EqualTo(10_000));
            Assert.That(_log.Lines.Single(), Does.StartWith("Warning: ").And.Contain("Verify").And.Not.Contain("example.com"));
        });
    }

    [Test]
    public void A_dropped_request_is_counted_as_a_dropped_mail()
    {
        for (var i = 0; i <= WorkQueue<TokenRequest>.Capacity; i++)
            _queue.Enqueue(new(TokenPurpose.Verify, $"user-{i}@example.com", Caller.Unknown));

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.mails 1 auth.outcome=dropped"]));
    }

    [Test]
    public void The_length_is_measured()
    {
        _queue.Enqueue(new(TokenPurpose.Verify, "one@example.com", Caller.Unknown));
        _queue.Enqueue(new(TokenPurpose.Verify, "two@example.com", Caller.Unknown));

        _metrics.Observe();

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.queue.length 2 auth.queue.name=token_requests"]));
    }

    [TestCase(TokenPurpose.Verify, "user@example.com", true)]
    [TestCase(TokenPurpose.Verify, "user@example.com", false)]
    [TestCase(TokenPurpose.Verify, "nobody@example.com", true)]
    [TestCase(TokenPurpose.ResetPassword, "user@example.com", true)]
    [TestCase(TokenPurpose.ResetPassword, "user@example.com", false)]
    [TestCase(TokenPurpose.ResetPassword, "nobody@example.com", true)]
    public void A_request_does_nothing_but_come_in_here_whosever_the_address_is(TokenPurpose purpose, string email, bool active)
    {
        var users = RepositoryOf.Users(SomeUser.Create(active: active));
        var (hasher, sender) = (new Mock<IPasswordHasher>(), new Mock<IEmailSender>());
        var settings = Settings.Create();
        var publisher = new UserEventPublisher([new TokenMailer(sender.Object, settings)], new RecordedLog<UserEventPublisher>());
        var (policy, jwt) = (new PasswordPolicy(settings), new JwtCodec(settings, TimeProvider.System));
        var caller = new Caller(Guid.NewGuid(), "192.0.2.1");
        var controller = new AccountController(
            new(users.Object, hasher.Object, policy, publisher),
            new(users.Object, jwt, settings, publisher, RecordedMetrics.None),
            new(users.Object, hasher.Object, policy, jwt, Unthrottled.Logins(), new CurrentCaller(() => Caller.Unknown), settings, TimeProvider.System, publisher,
                RecordedMetrics.None),
            _queue,
            new(() => caller));
        var body = new EmailRequest { Email = Member<Domain.Users.EmailAddress>.Of(SomeUser.Address(email)) };

        _ = purpose is TokenPurpose.Verify ? controller.RequestVerifyToken(body) : controller.ForgotPassword(body);

        Assert.Multiple(() =>
        {
            Assert.That(users.Invocations.Count + hasher.Invocations.Count + sender.Invocations.Count, Is.Zero);
            Assert.That(Next(), Is.EqualTo(new TokenRequest(purpose, email, caller)));
        });
    }

    private TokenRequest? Next() => _queue.Reader.TryRead(out var request) ? request : null;
}
