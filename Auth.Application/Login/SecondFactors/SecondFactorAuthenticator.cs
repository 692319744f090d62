using Auth.Domain.Users;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Authenticates a user by a challenge and the second factor.</summary>
public sealed class SecondFactorAuthenticator(
    SecondFactorChallenges challenges, SecondFactorVerifier verifier, IUserRepository users, LoginService logins)
{
    /// <summary>Returns the user of a challenge, with the methods of both factors.</summary>
    /// <param name="token">The challenge. It is used up by a right response only, so that a typing error costs no new login.</param>
    /// <param name="method">The kind of second factor.</param>
    /// <param name="code">The code, or the response in JSON.</param>
    /// <param name="target">The backend and the client.</param>
    /// <returns>
    /// The user. <see cref="AuthError.SecondFactorBadToken"/>, <see cref="AuthError.SecondFactorBadCode"/> or
    /// <see cref="AuthError.LoginThrottled"/>.
    /// </returns>
    public async Task<Result<AuthenticatedUser>> AuthenticateAsync(
        string token, string method, string code, LoginTarget target, CancellationToken cancellationToken)
    {
        if (await challenges.ReadAsync(token, target.Backend) is not { } challenge
            || await users.FindAsync(challenge.UserId, cancellationToken) is not { } user
            || !challenges.IsFor(challenge, user, target.DeviceToken))
        {
            return await logins.RefuseAsync(userId: null, AuthError.SecondFactorBadToken, cancellationToken);
        }

        var verified = await verifier.VerifyAsync(user, new(method, code, challenge.Id), cancellationToken);
        if (!verified.Succeeded(out var shown, out var error))
            return await logins.RefuseAsync(user.Id, error, cancellationToken);
        return await challenges.TryUseAsync(challenge, cancellationToken)
            ? new AuthenticatedUser(user, Attempt: null, challenge.Methods.With(shown.Values))
            : await logins.RefuseAsync(user.Id, AuthError.SecondFactorBadToken, cancellationToken);
    }
}
