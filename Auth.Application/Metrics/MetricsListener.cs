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
            case SecondFactorRequested:
                metrics.CountLogin(Outcome.SecondFactorRequired);
                break;
            case SteppedUp:
                metrics.CountIssuedToken(TokenKind.Access);
                break;
            case LoginFailed { Code: AuthErrorCode.LoginUserNotVerified }:
                metrics.CountLogin(Outcome.NotVerified);
                break;
            case LoginFailed
            {
                Code: AuthErrorCode.OAuthUserAlreadyExists or AuthErrorCode.OAuthNotAvailableEmail
                or AuthErrorCode.OAuthRegistrationClosed or AuthErrorCode.OAuthTooManyAccounts
            }:
                metrics.CountLogin(Outcome.Denied);
                break;
            case LoginFailed:
                metrics.CountLogin(Outcome.BadCredentials);
                break;
            case VerificationRequested:
                metrics.CountIssuedToken(TokenKind.Verify);
                break;
            case InvitationSent:
                metrics.CountIssuedToken(TokenKind.Invite);
                break;
            case ResetRequested:
                metrics.CountIssuedToken(TokenKind.Reset);
                break;
            case MagicLinkRequested:
                metrics.CountIssuedToken(TokenKind.MagicLink);
                break;
            case PasskeyAdded:
                metrics.CountPasskey(Outcome.Added);
                break;
            case PasskeyRemoved:
                metrics.CountPasskey(Outcome.Removed);
                break;
            case PasskeyUsed:
                metrics.CountPasskey(Outcome.Success);
                break;
            case PasskeyCloned:
                metrics.CountPasskey(Outcome.Cloned);
                break;
        }

        return Task.CompletedTask;
    }
}
