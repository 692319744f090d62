using Auth.Application.Events;
using Auth.Application.Metrics;
using Auth.Domain.Events;
using Auth.Domain.Users;

namespace Auth.Tests.Unit.Metrics;

public sealed class MetricsListenerTests : IDisposable
{
    private static readonly User User = SomeUser.Create();

    private static readonly TestCaseData[] Events =
    [
        new(new UserRegistered(User), new[] { "auth.registrations 1" }),
        new(new LoginSucceeded(User, Guid.NewGuid()), new[]
        {
            "auth.logins 1 auth.outcome=success",
            "auth.tokens.issued 1 auth.token.kind=access",
            "auth.tokens.issued 1 auth.token.kind=refresh",
        }),
        new(new LoginFailed(User.Id, "LOGIN_BAD_CREDENTIALS"), new[] { "auth.logins 1 auth.outcome=bad_credentials" }),
        new(new LoginFailed(User.Id, "LOGIN_USER_NOT_VERIFIED"), new[] { "auth.logins 1 auth.outcome=not_verified" }),
        new(new LoginThrottled(User.Id, DateTimeOffset.UnixEpoch), new[] { "auth.logins 1 auth.outcome=throttled" }),
        new(new VerificationRequested(User), new[] { "auth.tokens.issued 1 auth.token.kind=verify" }),
        new(new ResetRequested(User), new[] { "auth.tokens.issued 1 auth.token.kind=reset" }),
        new(new UserDeleted(User), Array.Empty<string>()),
    ];

    private readonly RecordedMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [TestCaseSource(nameof(Events))]
    public async Task A_committed_event_is_counted(AccountEvent happened, string[] lines)
    {
        await Listener.CommittedAsync(happened);

        Assert.That(_metrics.Lines, Is.EqualTo(lines));
    }

    [Test]
    public async Task An_event_is_not_counted_before_its_commit()
    {
        await Listener.HandleAsync(new UserRegistered(User), default);

        Assert.That(_metrics.Lines, Is.Empty);
    }

    private IAccountEventListener Listener => new MetricsListener(_metrics.Metrics);
}
