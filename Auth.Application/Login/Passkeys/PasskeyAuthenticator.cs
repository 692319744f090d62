using System.Text.Json;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Credentials;
using Auth.Domain.Users;

namespace Auth.Application.Login.Passkeys;

/// <summary>Authenticates a user by a passkey, which names the user.</summary>
public sealed class PasskeyAuthenticator(
    PasskeyCeremonies ceremonies,
    PasskeyChallenges challenges,
    PasskeyVerifier verifier,
    IPasskeyRepository passkeys,
    IUserRepository users,
    SecondFactorChallenges secondFactors,
    LoginService logins)
{
    /// <summary>Returns the options of a login, in JSON.</summary>
    /// <param name="backend">The name of the backend.</param>
    public string Begin(string backend) => ceremonies.LoginOptions(challenges.Issue(PasskeyChallenges.Login(backend)));

    /// <summary>Returns the options with which a user presents a passkey after the password, in JSON.</summary>
    /// <param name="token">The token of <see cref="AuthError.LoginSecondFactorRequired"/>.</param>
    /// <param name="target">The backend and the client.</param>
    /// <returns>The options, or <see cref="AuthError.SecondFactorBadToken"/>.</returns>
    public async Task<Result<string>> BeginSecondFactorAsync(
        string token, LoginTarget target, CancellationToken cancellationToken)
    {
        if (await secondFactors.ReadAsync(token, target.Backend) is not { } challenge
            || await users.FindAsync(challenge.UserId, cancellationToken) is not { } user
            || !secondFactors.IsFor(challenge, user, target.DeviceToken))
        {
            return AuthError.SecondFactorBadToken;
        }

        return ceremonies.LoginOptions(
            challenges.Issue(PasskeyChallenges.SecondFactor(user.Id, challenge.Id)),
            await passkeys.ListAsync(user.Id, cancellationToken));
    }

    /// <summary>Returns the options with which a signed-in user confirms the login, in JSON.</summary>
    public async Task<string> BeginStepUpAsync(Guid userId, CancellationToken cancellationToken) => ceremonies.LoginOptions(
        challenges.Issue(PasskeyChallenges.SecondFactor(userId, login: null)),
        await passkeys.ListAsync(userId, cancellationToken));

    /// <summary>Returns the user of a passkey.</summary>
    /// <param name="response">The credential in JSON.</param>
    /// <param name="backend">The name of the backend.</param>
    /// <returns>
    /// The user. <see cref="AuthError.PasskeyBadChallenge"/>, or <see cref="AuthError.LoginBadCredentials"/> for an unknown passkey, a
    /// wrong response and an inactive user.
    /// </returns>
    public async Task<Result<AuthenticatedUser>> AuthenticateAsync(
        JsonElement response, string backend, CancellationToken cancellationToken)
    {
        var verified = await verifier.VerifyAsync(
            response, PasskeyChallenges.Login(backend), isSecondFactor: false, cancellationToken);
        if (verified is { Error: null, User: { } user })
            return new AuthenticatedUser(user, Attempt: null, verified.Methods);
        return await logins.RefuseAsync(verified.User?.Id, verified.Error!, cancellationToken);
    }
}
