using Auth.Application.Users;
using Auth.Domain.Users;

namespace Auth.Application.Telemetry;

/// <summary>Counts what happens to users.</summary>
internal sealed class UserEventCounter(AuthMetrics metrics) : IUserEvents
{
    public Task AfterRegisterAsync(User user, CancellationToken cancellationToken)
    {
        metrics.CountRegistration();
        return Task.CompletedTask;
    }

    public Task AfterLoginAsync(User user, CancellationToken cancellationToken)
    {
        metrics.CountLogin(Outcome.Success);
        return Task.CompletedTask;
    }

    public Task AfterFailedLoginAsync(User? user, AuthError refusal, CancellationToken cancellationToken)
    {
        metrics.CountLogin(
            refusal == AuthError.LoginBadCredentials ? Outcome.BadCredentials
            : refusal == AuthError.LoginUserNotVerified ? Outcome.NotVerified
            : Outcome.Throttled);
        return Task.CompletedTask;
    }

    public Task AfterRequestVerifyAsync(User user, string token, CancellationToken cancellationToken)
    {
        metrics.CountIssuedToken(TokenKind.Verify);
        return Task.CompletedTask;
    }

    public Task AfterForgotPasswordAsync(User user, string token, CancellationToken cancellationToken)
    {
        metrics.CountIssuedToken(TokenKind.Reset);
        return Task.CompletedTask;
    }
}
