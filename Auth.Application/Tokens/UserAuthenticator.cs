using Auth.Application.Passwords;
using Auth.Application.Telemetry;
using Auth.Application.Throttling;
using Auth.Application.Users;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Tokens;

/// <summary>Tells who a person is by their e-mail and password.</summary>
public sealed class UserAuthenticator(
    IUserRepository users,
    IPasswordHasher hasher,
    LoginThrottle throttle,
    IOptions<AuthOptions> options,
    UserEventPublisher events,
    AuthMetrics metrics)
{
    /// <summary>Finds the user with this address and password, if they may log in.</summary>
    /// <param name="email">The address, compared without regard to case and not trimmed.</param>
    /// <param name="password">The password, compared exactly.</param>
    /// <param name="ipAddress">The client's address; null when it is unknown.</param>
    /// <param name="deviceToken">The client's device token; null when it sent none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The user; or that too many logins have failed; or that the credentials are bad, which is also said of a user who may not
    /// log in; or, told only with the right password, that the user's address is not verified where
    /// <see cref="AuthOptions.RequiresVerification"/> is on.
    /// </returns>
    /// <exception cref="ServerBusyException">Too many passwords are waiting to be hashed.</exception>
    public async Task<Result<User>> AuthenticateAsync(
        string email, string password, string? ipAddress, string? deviceToken, CancellationToken cancellationToken)
    {
        var user = await users.FindByEmailAsync(email, cancellationToken);
        var begun = await throttle.BeginAsync(email, ipAddress, deviceToken, cancellationToken);
        if (!begun.Succeeded(out var attempt, out var throttled))
            return await FailAsync(user, throttled);

        // Without a user the same work is done, so that the time it takes does not tell which addresses are known.
        var verification = await VerifyAsync(attempt, password, user?.HashedPassword, cancellationToken);
        if (user is null || verification is PasswordVerification.Failed || !user.IsActive)
            return await FailAsync(user, AuthError.LoginBadCredentials);
        if (options.Value.RequiresVerification && !user.IsVerified)
        {
            await throttle.GiveBackAsync(attempt);
            return await FailAsync(user, AuthError.LoginUserNotVerified);
        }

        await throttle.SucceedAsync(attempt);
        if (verification is PasswordVerification.SucceededRehashDue)
            await RehashAsync(user, password, cancellationToken);
        await events.PublishAsync((listener, token) => listener.AfterLoginAsync(user, token));
        return user;
    }

    private async Task<PasswordVerification> VerifyAsync(
        LoginAttempt attempt, string password, string? hashedPassword, CancellationToken cancellationToken)
    {
        try
        {
            return await hasher.VerifyAsync(password, hashedPassword, cancellationToken);
        }
        catch (Exception exception)
        {
            // The server was busy or the client has gone: nobody has learnt whether the password was right.
            await throttle.GiveBackAsync(attempt);
            if (exception is ServerBusyException)
                metrics.CountLogin(Outcome.Busy);
            throw;
        }
    }

    private async Task<AuthError> FailAsync(User? user, AuthError error)
    {
        await events.PublishAsync((listener, token) => listener.AfterFailedLoginAsync(user, error, token));
        return error;
    }

    private async Task RehashAsync(User user, string password, CancellationToken cancellationToken)
    {
        try
        {
            var newHash = await hasher.HashAsync(password, cancellationToken);
            if (await users.ReplacePasswordHashAsync(user.Id, user.HashedPassword, newHash, cancellationToken))
                user.ReplaceHash(newHash);
        }
        catch (ServerBusyException)
        {
            // The login is good: a later one will replace the hash.
        }
    }
}
