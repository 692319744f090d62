using Auth.Application.Backends;
using Auth.Application.Events;
using Auth.Application.Sessions;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>Completes logins: checks that the user may log in, and creates a session.</summary>
public sealed class LoginService(
    SessionManager sessions,
    LoginThrottle throttle,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    IOptions<AuthOptions> options)
{
    /// <summary>Logs in a user whose identity was proved.</summary>
    /// <param name="authenticated">The user.</param>
    /// <param name="strategy">The strategy of the backend that issues the tokens.</param>
    /// <param name="isRefreshable">Whether the client receives a refresh token.</param>
    /// <returns>
    /// The tokens of a new session. <see cref="AuthError.LoginUserNotVerified"/> if login requires a verified e-mail address.
    /// <see cref="AuthError.LoginBadCredentials"/> if the user's password or e-mail address has changed since the proof, or the
    /// user is no longer active.
    /// </returns>
    public async Task<Result<IssuedTokens>> LoginAsync(
        AuthenticatedUser authenticated, ITokenStrategy strategy, bool isRefreshable, CancellationToken cancellationToken)
    {
        var user = authenticated.User;
        if (options.Value.RequiresVerification && !user.IsVerified)
        {
            await RefundAsync(authenticated);
            return await RefuseAsync(user.Id, AuthError.LoginUserNotVerified, cancellationToken);
        }

        var session = await PrepareAsync(authenticated, strategy, isRefreshable);
        var result = await unitOfWork.ExecuteAsync(
            async token =>
            {
                if (authenticated.Attempt is { } attempt)
                    await throttle.SucceedAsync(attempt);
                return await sessions.OpenAsync(session, token);
            },
            cancellationToken);
        if (result.Error is not { } error)
            return result;
        await RefundAsync(authenticated);
        return await RefuseAsync(user.Id, error, cancellationToken);
    }

    /// <summary>Records a refused login.</summary>
    /// <param name="userId">The user whose e-mail address was given, if any.</param>
    /// <param name="error">The reason.</param>
    internal async Task<AuthError> RefuseAsync(Guid? userId, AuthError error, CancellationToken cancellationToken)
    {
        AccountEvent refused = error is { Kind: AuthErrorKind.Throttled, RetryAt: { } until }
            ? new LoginThrottled(userId, until)
            : new LoginFailed(userId, error.Code);
        await unitOfWork.ExecuteAsync(token => events.PublishAsync(refused, token), cancellationToken);
        return error;
    }

    private async Task<NewSession> PrepareAsync(AuthenticatedUser authenticated, ITokenStrategy strategy, bool isRefreshable)
    {
        try
        {
            return await sessions.PrepareAsync(authenticated.User, strategy, isRefreshable);
        }
        catch (TokenStoreUnavailableException)
        {
            await RefundAsync(authenticated);
            throw;
        }
    }

    private Task RefundAsync(AuthenticatedUser authenticated) =>
        authenticated.Attempt is { } attempt ? throttle.RefundAsync(attempt) : Task.CompletedTask;
}

/// <summary>A user whose identity was proved, and who has not logged in yet.</summary>
/// <param name="User">The user, with the security stamp at the time of the proof.</param>
/// <param name="Attempt">The throttled attempt that succeeded, if the proof was a password.</param>
public sealed record AuthenticatedUser(User User, LoginAttempt? Attempt);
