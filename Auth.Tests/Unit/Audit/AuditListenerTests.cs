using System.Net;
using Auth.Application;
using Auth.Application.Audit;
using Auth.Domain.Audit;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Auth.Tests.Unit.Mail;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Audit;

public sealed class AuditListenerTests
{
    private static readonly Caller Stranger = new() { Address = IPAddress.Parse("192.0.2.1") };
    private static readonly Caller Superuser = Authenticated("192.0.2.2");
    private static readonly Caller Operator = new() { IsOperator = true };

    private readonly FakeTimeProvider _time = new();
    private readonly User _user = SomeUser.Create();
    private readonly RecordedLog<AuditLog> _log = new();
    private readonly List<AuditEvent> _trail = [];

    [Test]
    public async Task An_event_records_its_user_actor_address_and_time()
    {
        await PublishAsync(Listener(Superuser), new UserDeleted(_user));

        var happened = _trail.Single();
        Assert.That(
            (happened.Name, happened.UserId, happened.ActorId, happened.IpAddress, happened.ByOperator, happened.OccurredAt),
            Is.EqualTo(("user_deleted", _user.Id, Superuser.UserId, "192.0.2.2", false, _time.GetUtcNow())));
    }

    [Test]
    public async Task An_event_caused_by_an_operator_is_marked()
    {
        await PublishAsync(Listener(Operator), new UserDeleted(_user));

        Assert.Multiple(() =>
        {
            Assert.That(_trail.Single().ByOperator);
            Assert.That(_log.Lines.Single(), Does.Contain($"user_deleted: user {_user.Id} by operator from"));
        });
    }

    [TestCaseSource(nameof(Events))]
    public async Task An_event_is_recorded_and_logged_by_its_name(string name, string? detail, AccountEvent happened)
    {
        await PublishAsync(Listener(Stranger), happened);

        Assert.Multiple(() =>
        {
            Assert.That(_trail.Select(row => (row.Name, row.UserId, row.Detail)),
                Is.EqualTo(new[] { (name, happened.UserId, detail) }));
            Assert.That(_log.Lines.Single(), Does.Contain($": {name}: user {happened.UserId} by (null) from 192.0.2.1"));
        });
    }

    [Test]
    public async Task A_login_records_its_session()
    {
        var session = Guid.NewGuid();

        await PublishAsync(Listener(Stranger), new LoginSucceeded(_user, session));

        Assert.That(_trail.Single().SessionId, Is.EqualTo(session));
    }

    [Test]
    public async Task A_refused_login_with_an_unknown_address_is_recorded_without_a_user()
    {
        await PublishAsync(Listener(Stranger), new LoginFailed(null, "LOGIN_BAD_CREDENTIALS"));

        Assert.That((_trail.Single().UserId, _trail.Single().Detail), Is.EqualTo(((Guid?)null, "LOGIN_BAD_CREDENTIALS")));
    }

    [Test]
    public async Task Throttled_logins_of_one_wait_are_all_logged_but_recorded_once()
    {
        var listener = Listener(Stranger);
        for (var attempt = 0; attempt < 3; attempt++)
            await PublishAsync(listener, Throttled());

        Assert.That((_trail.Count, _log.Lines.Count()), Is.EqualTo((1, 3)));
    }

    [Test]
    public async Task A_throttled_login_of_the_next_wait_is_recorded()
    {
        var listener = Listener(Stranger);
        await PublishAsync(listener, Throttled());
        _time.Advance(TimeSpan.FromSeconds(2));
        await PublishAsync(listener, Throttled());

        Assert.That(_trail.Select(happened => happened.Name), Is.EqualTo(Enumerable.Repeat("login_throttled", 2)));
    }

    [Test]
    public async Task An_event_is_logged_when_the_audit_trail_is_disabled()
    {
        await PublishAsync(Listener(Stranger, enabled: false), new UserDeleted(_user));

        Assert.That((_trail.Count, _log.Lines.Count()), Is.EqualTo((0, 1)));
    }

    private static IEnumerable<TestCaseData> Events()
    {
        var (user, superuser) = (SomeUser.Create(), SomeUser.Create());
        superuser.SetSuperuser(true);
        return
        [
            Event("user_registered", null, new UserRegistered(user)),
            Event("user_registered", "is_superuser", new UserRegistered(superuser)),
            Event("login_failed", "LOGIN_USER_NOT_VERIFIED", new LoginFailed(user.Id, "LOGIN_USER_NOT_VERIFIED")),
            Event("verification_requested", null, new VerificationRequested(user)),
            Event("user_verified", null, new UserVerified(user)),
            Event("reset_requested", null, new ResetRequested(user)),
            Event("password_reset", null, new PasswordReset(user)),
            Event("session_ended", null, new SessionEnded(user.Id, Guid.NewGuid())),
            Event("sessions_ended", "3", new SessionsEnded(user.Id, 3)),
            Event("user_updated", "is_superuser", new UserUpdated(superuser, user)),
            Event("user_deleted", null, new UserDeleted(user)),
        ];

        static TestCaseData Event(string name, string? detail, AccountEvent happened) =>
            new TestCaseData(name, detail, happened).SetArgDisplayNames($"{name} {detail}");
    }

    private LoginThrottled Throttled() => new(_user.Id, _time.GetUtcNow().AddSeconds(1));

    private static async Task PublishAsync(AuditListener listener, AccountEvent happened)
    {
        await listener.HandleAsync(happened, default);
        await listener.CommittedAsync(happened);
    }

    private static Caller Authenticated(string address)
    {
        var caller = new Caller { Address = IPAddress.Parse(address) };
        caller.Authenticate(SomeUser.Create(), sessionId: null);
        return caller;
    }

    private AuditListener Listener(Caller caller, bool enabled = true)
    {
        var trail = new Mock<IAuditRepository>();
        trail.Setup(all => all.Add(It.IsAny<AuditEvent>())).Callback(_trail.Add);
        var settings = Settings.Create(options => options.Audit.Enabled = enabled);
        return new(caller, new AuditLog(_log), new RecordedWaits(_time), trail.Object, settings, _time);
    }
}
