using Auth.Application.Events;
using Auth.Application.Login;
using Auth.Application.Passwords;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>
/// Verifies the current password of a signed-in user. Guesses are throttled like logins, and repeated failures revoke the
/// session, so that a stolen token does not lead to the password.
/// </summary>
public sealed class CurrentPasswordVerifier(
    LoginThrottle throttle,
    IPasswordHasher hasher,
    ISessionRepository sessions,
    Caller caller,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>Verifies the current password.</summary>
    /// <param name="user">The user as last read.</param>
    /// <param name="password">The current password, if given.</param>
    /// <param name="sessionId">The session of the request, if any.</param>
    /// <returns>Null if the password is right.</returns>
    /// <exception cref="ServerBusyException">Too many passwords are waiting to be hashed.</exception>
    public async Task<AuthError?> VerifyAsync(
        User user, string? password, Guid? sessionId, CancellationToken cancellationToken)
    {
        if (password is null)
            return AuthError.UpdateUserBadCurrentPassword;
        var begun = await throttle.BeginAsync(
            user.Email, caller.IpAddress, deviceToken: null, cancellationToken);
        if (!begun.Succeeded(out var attempt, out var throttled))
            return throttled;
        var isRight = false;
        try
        {
            isRight = await hasher.VerifyAsync(password, user.HasPassword ? user.HashedPassword : null, cancellationToken)
                is not PasswordVerification.Failed;
        }
        catch
        {
            await throttle.RefundAsync(attempt);
            throw;
        }

        if (isRight)
        {
            await throttle.RefundAsync(attempt);
            return null;
        }

        await RecordFailureAsync(user.Id, sessionId, cancellationToken);
        return AuthError.UpdateUserBadCurrentPassword;
    }

    private Task RecordFailureAsync(Guid userId, Guid? sessionId, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        async token =>
        {
            await events.PublishAsync(new CurrentPasswordFailed(userId, sessionId), token);
            if (sessionId is { } session
                && await sessions.CountPasswordFailureAsync(session, token) >= options.Value.Sessions.MaxCurrentPasswordFailures
                && await sessions.EndAsync(userId, session, time.GetUtcNow(), token))
            {
                await events.PublishAsync(new SessionEnded(userId, session), token);
            }
        },
        cancellationToken);
}
