using Auth.Application.Metrics;
using Auth.Application.Passwords;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login;

/// <summary>Authenticates a user by e-mail and password.</summary>
public sealed class UserAuthenticator(
    IUserRepository users, IPasswordHasher hasher, PasswordRehasher rehasher, LoginThrottle throttle, LoginService logins, Caller caller,
    AuthMetrics metrics)
{
    /// <summary>Returns the user with this e-mail address and password.</summary>
    /// <param name="email">The e-mail address, compared without regard to case and not trimmed.</param>
    /// <param name="password">The password, compared exactly.</param>
    /// <param name="ipAddress">The IP address of the client, if known.</param>
    /// <param name="deviceToken">The device token of the client, if any.</param>
    /// <returns>
    /// The user. <see cref="AuthError.LoginBadCredentials"/> for an unknown address, a wrong password and an inactive user.
    /// <see cref="AuthError.LoginThrottled"/> after too many failures.
    /// </returns>
    /// <exception cref="ServerBusyException">Too many passwords are waiting to be hashed.</exception>
    public async Task<Result<AuthenticatedUser>> AuthenticateAsync(
        string email, string password, string? ipAddress, string? deviceToken, CancellationToken cancellationToken)
    {
        var user = await users.FindByEmailAsync(email, cancellationToken);
        var begun = await throttle.BeginAsync(email, ipAddress, deviceToken, cancellationToken);
        if (!begun.Succeeded(out var attempt, out var throttled))
            return await logins.RefuseAsync(user?.Id, throttled, cancellationToken);

        // The same work for an unknown address, so that the response time does not reveal which addresses are known, nor which
        // users have no password.
        var hashedPassword = user is { HasPassword: true } ? user.HashedPassword : null;
        var verification = await VerifyAsync(attempt, password, hashedPassword, cancellationToken);
        if (user is null || verification is PasswordVerification.Failed || !user.IsActive)
            return await logins.RefuseAsync(user?.Id, AuthError.LoginBadCredentials, cancellationToken);
        if (verification is PasswordVerification.SucceededRehashDue)
            rehasher.Enqueue(user, password, caller);
        return new AuthenticatedUser(user, attempt, AuthenticationMethods.Of(AuthenticationMethods.Password));
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
            // The service was busy or the client disconnected, so the client did not learn whether the password was right.
            await throttle.RefundAsync(attempt);
            if (exception is ServerBusyException)
                metrics.CountLogin(Outcome.Busy);
            throw;
        }
    }
}
