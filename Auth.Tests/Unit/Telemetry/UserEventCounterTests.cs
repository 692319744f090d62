using Auth.Application;
using Auth.Application.Telemetry;
using Auth.Application.Users;

namespace Auth.Tests.Unit.Telemetry;

public sealed class UserEventCounterTests : IDisposable
{
    private static readonly TestCaseData[] Refusals =
    [
        new(AuthError.LoginBadCredentials, "bad_credentials"),
        new(AuthError.LoginUserNotVerified, "not_verified"),
        new(AuthError.LoginThrottled(TimeSpan.FromSeconds(1), DateTimeOffset.UnixEpoch), "throttled"),
    ];

    private readonly RecordedMetrics _metrics = new();
    private readonly IUserEvents _counter;

    public UserEventCounterTests() => _counter = new UserEventCounter(_metrics.Metrics);

    public void Dispose() => _metrics.Dispose();

    [Test]
    public async Task A_registration_is_counted()
    {
        await _counter.AfterRegisterAsync(SomeUser.Create(), default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.registrations 1"]));
    }

    [Test]
    public async Task A_login_is_counted()
    {
        await _counter.AfterLoginAsync(SomeUser.Create(), default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.logins 1 auth.outcome=success"]));
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task A_refused_login_is_counted_by_what_the_client_is_told(AuthError refusal, string outcome)
    {
        await _counter.AfterFailedLoginAsync(SomeUser.Create(), refusal, default);

        Assert.That(_metrics.Lines, Is.EqualTo([$"auth.logins 1 auth.outcome={outcome}"]));
    }

    [Test]
    public async Task A_verification_token_is_counted()
    {
        await _counter.AfterRequestVerifyAsync(SomeUser.Create(), "a token", default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.tokens.issued 1 auth.token.kind=verify"]));
    }

    [Test]
    public async Task A_reset_token_is_counted()
    {
        await _counter.AfterForgotPasswordAsync(SomeUser.Create(), "a token", default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.tokens.issued 1 auth.token.kind=reset"]));
    }
}
