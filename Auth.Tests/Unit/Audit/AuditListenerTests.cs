using Auth.Application;
using Auth.Application.Audit;
using Auth.Application.Users;
using Auth.Domain.Audit;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Tests.Unit.Email;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Audit;

public sealed class AuditListenerTests
{
    private static readonly Caller Stranger = new(null, "192.0.2.1");
    private static readonly Caller Superuser = new(Guid.NewGuid(), "192.0.2.2");

    private readonly FakeTimeProvider _time = new();
    private readonly User _user = SomeUser.Create();
    private readonly RecordedLog<AuditLog> _log = new();
    private readonly List<AuditEvent> _trail = [];

    [Test]
    public async Task An_event_tells_whose_account_it_is_about_who_did_it_from_where_and_when()
    {
        await Listener(Superuser).AfterDeleteAsync(_user, default);

        var happened = _trail.Single();
        Assert.That(
            (happened.Name, happened.UserId, happened.ActorId, happened.IpAddress, happened.ByOperator, happened.OccurredAt),
            Is.EqualTo((AuditEventName.UserDeleted, _user.Id, Superuser.UserId, "192.0.2.2", false, _time.GetUtcNow())));
    }

    [Test]
    public async Task What_an_operator_does_is_marked_as_theirs()
    {
        await Listener(Caller.Operator).AfterDeleteAsync(_user, default);

        Assert.Multiple(() =>
        {
            Assert.That(_trail.Single().ByOperator);
            Assert.That(_log.Lines.Single(), Does.Contain($"user_deleted: user {_user.Id} by operator from"));
        });
    }

    [TestCaseSource(nameof(Moments))]
    public async Task A_moment_is_recorded_and_logged_by_its_name(string name, string? detail, Func<IUserEvents, User, Task> tell)
    {
        await tell(Listener(Stranger), _user);

        Assert.Multiple(() =>
        {
            Assert.That(_trail.Select(happened => (happened.Name, happened.UserId, happened.Detail)),
                Is.EqualTo(new[] { (name, _user.Id, detail) }));
            Assert.That(_log.Lines.Single(), Does.Contain($": {name}: user {_user.Id} by (null) from 192.0.2.1"));
        });
    }

    [Test]
    public async Task A_login_names_its_session()
    {
        var session = Session.Open(_user.Id, null, null, _time.GetUtcNow(), _time.GetUtcNow());

        await Listener(Stranger).AfterSessionOpenedAsync(_user, session, default);

        Assert.That(_trail.Single().SessionId, Is.EqualTo(session.Id));
    }

    [Test]
    public async Task A_refused_login_of_nobody_is_an_event_without_a_user()
    {
        await Listener(Stranger).AfterFailedLoginAsync(null, AuthError.LoginBadCredentials, default);

        Assert.That((_trail.Single().UserId, _trail.Single().Detail), Is.EqualTo(((Guid?)null, "LOGIN_BAD_CREDENTIALS")));
    }

    [Test]
    public async Task Of_the_logins_in_a_wait_all_are_logged_and_the_first_is_recorded()
    {
        var listener = Listener(Stranger);
        for (var attempt = 0; attempt < 3; attempt++)
            await listener.AfterFailedLoginAsync(_user, Throttled(), default);

        Assert.That((_trail.Count, _log.Lines.Count()), Is.EqualTo((1, 3)));
    }

    [Test]
    public async Task The_next_wait_is_another_event()
    {
        var listener = Listener(Stranger);
        await listener.AfterFailedLoginAsync(_user, Throttled(), default);
        _time.Advance(TimeSpan.FromSeconds(2));
        await listener.AfterFailedLoginAsync(_user, Throttled(), default);

        Assert.That(_trail.Select(happened => happened.Name), Is.EqualTo(Enumerable.Repeat(AuditEventName.LoginThrottled, 2)));
    }

    [TestCase(true, false, "")]
    [TestCase(false, false, "user_updated name")]
    [TestCase(true, true, "user_updated name,is_superuser")]
    [TestCase(false, true, "user_updated name,is_superuser")]
    public async Task A_change_is_an_update_when_it_is_a_superusers(bool ofOneself, bool ofFlags, string expected)
    {
        var changes = new UserChanges { ChangesName = true, Name = "Nora", IsSuperuser = ofFlags ? true : null };

        await UpdateAsync(ofOneself ? new(_user.Id, null) : Superuser, changes);

        Assert.That(Told(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_changed_address_and_password_are_events_of_their_own_without_their_values()
    {
        var changes = new UserChanges { Email = SomeUser.Address("new@example.com") };

        await UpdateAsync(Superuser, changes, password: "another hash");

        Assert.Multiple(() =>
        {
            Assert.That(Told(), Is.EqualTo("password_changed , email_changed , user_updated email,password"));
            Assert.That(_log.Lines, Has.None.Contains("new@").And.None.Contains("hash"));
        });
    }

    [Test]
    public async Task A_user_who_changes_the_own_address_and_password_is_not_updated_by_a_superuser()
    {
        await UpdateAsync(
            new(_user.Id, null), new UserChanges { Email = SomeUser.Address("new@example.com") }, password: "another hash");

        Assert.That(Told(), Is.EqualTo("password_changed , email_changed "));
    }

    [Test]
    public async Task A_change_that_changes_nothing_is_no_event()
    {
        await UpdateAsync(Superuser, new UserChanges { IsActive = true });

        Assert.That(_trail, Is.Empty);
    }

    [Test]
    public async Task Without_a_trail_the_log_has_its_line_all_the_same()
    {
        await Listener(Stranger, enabled: false).AfterDeleteAsync(_user, default);

        Assert.That((_trail.Count, _log.Lines.Count()), Is.EqualTo((0, 1)));
    }

    private static IEnumerable<TestCaseData> Moments()
    {
        var other = Guid.NewGuid();
        return
        [
            Moment("user_registered", null, (listener, user) => listener.AfterRegisterAsync(user, default)),
            Moment("user_registered", "is_superuser", (listener, user) =>
            {
                user.SetSuperuser(true);
                return listener.AfterRegisterAsync(user, default);
            }),
            Moment("login_failed", "LOGIN_USER_NOT_VERIFIED", (listener, user) =>
                listener.AfterFailedLoginAsync(user, AuthError.LoginUserNotVerified, default)),
            Moment("verification_requested", null, (listener, user) =>
                listener.AfterRequestVerifyAsync(user, "a token", default)),
            Moment("user_verified", null, (listener, user) => listener.AfterVerifyAsync(user, default)),
            Moment("reset_requested", null, (listener, user) => listener.AfterForgotPasswordAsync(user, "a token", default)),
            Moment("password_reset", null, (listener, user) => listener.AfterResetPasswordAsync(user, default)),
            Moment("session_ended", null, (listener, user) => listener.AfterSessionEndedAsync(user.Id, other, default)),
            Moment("sessions_ended", "3", (listener, user) => listener.AfterSessionsEndedAsync(user.Id, 3, default)),
            Moment("user_deleted", null, (listener, user) => listener.AfterDeleteAsync(user, default)),
        ];

        static TestCaseData Moment(string name, string? detail, Func<IUserEvents, User, Task> tell) =>
            new TestCaseData(name, detail, tell).SetArgDisplayNames($"{name} {detail}");
    }

    private AuthError Throttled() =>
        AuthError.LoginThrottled(TimeSpan.FromSeconds(1), _time.GetUtcNow().AddSeconds(1));

    private string Told() => string.Join(", ", _trail.Select(happened => $"{happened.Name} {happened.Detail}"));

    private async Task UpdateAsync(Caller caller, UserChanges changes, string? password = null)
    {
        var before = _user.Copy();
        changes.ApplyTo(_user);
        if (password is not null)
            _user.ChangePassword(password, _time.GetUtcNow());
        await Listener(caller).AfterUpdateAsync(_user, before, changes, default);
    }

    private AuditListener Listener(Caller caller, bool enabled = true)
    {
        var trail = new Mock<IAuditRepository>();
        trail.Setup(all => all.AddAsync(It.IsAny<IReadOnlyList<AuditEvent>>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyList<AuditEvent> events, CancellationToken _) => _trail.AddRange(events))
            .Returns(Task.CompletedTask);
        var settings = Settings.Create(options => options.Audit.Enabled = enabled);
        return new(new CurrentCaller(() => caller), new AuditLog(_log), new RecordedWaits(_time), trail.Object, settings, _time);
    }
}
