using Auth.Application.Events;
using Auth.Domain.Events;

namespace Auth.Application.Metrics;

/// <summary>Counts events.</summary>
internal sealed class MetricsListener(AuthMetrics metrics) : IAccountEventListener
{
    public Task CommittedAsync(AccountEvent happened)
    {
        switch (happened)
        {
            case UserRegistered:
                metrics.CountRegistration();
                break;
            case LoginSucceeded:
                metrics.CountLogin(Outcome.Success);
                metrics.CountIssuedTokens();
                break;
            case LoginThrottled:
                metrics.CountLogin(Outcome.Throttled);
                break;
            case LoginFailed { Code: var code }:
                metrics.CountLogin(
                    code == AuthError.LoginUserNotVerified.Code ? Outcome.NotVerified : Outcome.BadCredentials);
                break;
            case VerificationRequested:
                metrics.CountIssuedToken(TokenKind.Verify);
                break;
            case ResetRequested:
                metrics.CountIssuedToken(TokenKind.Reset);
                break;
        }

        return Task.CompletedTask;
    }
}
