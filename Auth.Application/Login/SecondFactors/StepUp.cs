using Auth.Application.Backends;
using Auth.Application.Events;
using Auth.Application.Sessions;
using Auth.Application.Users;
using Auth.Domain.Events;
using Auth.Domain.Sessions;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Renews the proof of identity of a session: the time of the login, and its methods.</summary>
public sealed class StepUp(
    ISessionRepository sessions, SessionManager manager, CurrentPasswordVerifier passwords, SecondFactorVerifier verifier,
    Caller caller, IUnitOfWork unitOfWork, AccountEventPublisher events, TimeProvider time)
{
    /// <summary>Verifies the password or a second factor of the caller, and issues an access token with the new claims.</summary>
    /// <param name="password">The password; required without a response.</param>
    /// <param name="response">The response of a second factor, if any.</param>
    /// <param name="target">The backend that issues the token, and the client.</param>
    /// <returns>
    /// The access token. The refresh token stays valid. <see cref="AuthError.UpdateUserBadCurrentPassword"/>,
    /// <see cref="AuthError.SecondFactorBadCode"/>, <see cref="AuthError.LoginThrottled"/>, or
    /// <see cref="AuthError.RecentLoginRequired"/> for an access token without a session.
    /// </returns>
    public async Task<Result<IssuedTokens>> ConfirmAsync(
        string? password, SecondFactorResponse? response, LoginTarget target, CancellationToken cancellationToken)
    {
        if (caller.SessionId is not { } sessionId)
            return AuthError.RecentLoginRequired;
        var proof = await VerifyAsync(password, response, cancellationToken);
        if (!proof.Succeeded(out var shown, out var error))
            return error;
        (Session Session, CreatedAccessToken Token)? created = null;
        var result = await unitOfWork.ExecuteAsync<IssuedTokens>(
            async token =>
            {
                var now = time.GetUtcNow();
                if (await sessions.FindAsync(caller.User.Id, sessionId, now, token) is not { } session)
                    return AuthError.RecentLoginRequired;
                session.Reauthenticate(AuthenticationMethods.Parse(session.Methods).With(shown.Values), now);
                if (!await sessions.ReauthenticateAsync(session, token))
                    return AuthError.RecentLoginRequired;
                await events.PublishAsync(new SteppedUp(caller.User.Id, sessionId, shown.ToString()), token);
                var accessToken = target.Strategy.CreateToken(caller.User, session);
                created = (session, accessToken);
                return manager.Issue(target.Strategy, session, accessToken, refreshToken: null);
            },
            cancellationToken);
        if (result.Error is null && created is { } stored)
            await target.Strategy.StoreTokenAsync(stored.Token, stored.Session);
        return result;
    }

    private async Task<Result<AuthenticationMethods>> VerifyAsync(
        string? password, SecondFactorResponse? response, CancellationToken cancellationToken)
    {
        if (response is not null)
            return await verifier.VerifyAsync(caller.User, response, cancellationToken);
        return await passwords.VerifyAsync(caller.User, password, caller.SessionId, cancellationToken) is { } error
            ? error
            : AuthenticationMethods.Of(AuthenticationMethods.Password);
    }
}
