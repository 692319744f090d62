using Auth.Application.Backends;
using Auth.Application.Events;
using Auth.Application.Login.SecondFactors;
using Auth.Application.Sessions;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>Completes logins: checks that the user may log in, and creates a session.</summary>
public sealed class LoginService(
    SessionManager sessions,
    LoginThrottle throttle,
    SecondFactorGate secondFactors,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    IOptions<AuthOptions> options)
{
    /// <summary>Logs in a user whose identity was proved.</summary>
    /// <param name="authenticated">The user.</param>
    /// <param name="target">The backend and the client.</param>
    /// <returns>
    /// The tokens of a new session. <see cref="AuthError.LoginUserNotVerified"/> if login requires a verified e-mail address.
    /// <see cref="AuthError.LoginBadCredentials"/> if the user's password or e-mail address has changed since the proof, or the
    /// user is no longer active. <see cref="AuthError.LoginSecondFactorRequired"/> if the user has a second factor and the proof
    /// lacks one.
    /// </returns>
    public async Task<Result<IssuedTokens>> LoginAsync(
        AuthenticatedUser authenticated, LoginTarget target, CancellationToken cancellationToken)
    {
        var user = authenticated.User;
        if (options.Value.RequiresVerification && !user.IsVerified)
        {
            await RefundAsync(authenticated);
            return await RefuseAsync(user.Id, AuthError.LoginUserNotVerified, cancellationToken);
        }

        if (SecondFactorGate.IsMissing(authenticated))
        {
            var completed = await CompleteAsync(authenticated, target, cancellationToken);
            if (!completed.Succeeded(out var methods, out var missing))
                return missing;
            authenticated = authenticated with { Methods = methods };
        }

        var session = await PrepareAsync(authenticated, target);
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

    private async Task<Result<AuthenticationMethods>> CompleteAsync(
        AuthenticatedUser authenticated, LoginTarget target, CancellationToken cancellationToken)
    {
        var completed = await secondFactors.CompleteAsync(authenticated, target, cancellationToken);
        if (completed.Error is not { } error)
            return completed;
        if (error.MissingSecondFactor is null)
        {
            await RefundAsync(authenticated);
            return await RefuseAsync(authenticated.User.Id, error, cancellationToken);
        }

        // The password was right: its failures are cleared as by a login. Those of the second factor are counted separately.
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                if (authenticated.Attempt is { } attempt)
                    await throttle.SucceedAsync(attempt);
                await events.PublishAsync(new SecondFactorRequested(authenticated.User.Id), token);
            },
            cancellationToken);
        return error;
    }

    private async Task<NewSession> PrepareAsync(AuthenticatedUser authenticated, LoginTarget target)
    {
        try
        {
            return await sessions.PrepareAsync(
                authenticated.User, authenticated.Methods, target.Strategy, target.IsRefreshable);
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
/// <param name="Methods">The methods of the proof. Only <c>mfa</c> shows that no second factor is missing.</param>
public sealed record AuthenticatedUser(User User, LoginAttempt? Attempt, AuthenticationMethods Methods);

/// <summary>The backend and the client of a login.</summary>
/// <param name="backend">The name of the backend.</param>
/// <param name="strategy">The strategy of the backend, which issues the tokens.</param>
/// <param name="isRefreshable">Whether the client receives a refresh token.</param>
/// <param name="deviceToken">The device token of the client, if any.</param>
/// <param name="otp">The code of a second factor that the client sent with the first factor, if any.</param>
/// <remarks>A class, because the text of a record contains its members.</remarks>
public sealed class LoginTarget(string backend, ITokenStrategy strategy, bool isRefreshable, string? deviceToken, string? otp)
{
    /// <summary>The name of the backend.</summary>
    public string Backend { get; } = backend;

    /// <summary>The strategy of the backend, which issues the tokens.</summary>
    public ITokenStrategy Strategy { get; } = strategy;

    /// <summary>Whether the client receives a refresh token.</summary>
    public bool IsRefreshable { get; } = isRefreshable;

    /// <summary>The device token of the client, if any.</summary>
    public string? DeviceToken { get; } = deviceToken;

    /// <summary>The code of a second factor that the client sent with the first factor, if any.</summary>
    public string? Otp { get; } = otp;
}
