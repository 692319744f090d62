using Auth.Application.Backends.Opaque;
using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login.MagicLinks;

/// <summary>Authenticates a user by a mailed token or code, together with the request token of the client.</summary>
public sealed class MagicLinkAuthenticator(
    IMagicLinkRepository links,
    MagicLinkSecrets secrets,
    IUserRepository users,
    UserCredentials credentials,
    LoginThrottle throttle,
    LoginService logins,
    Caller caller,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>The maximum number of presented tokens and codes of one request.</summary>
    internal const int MaxGuesses = 5;

    /// <summary>Returns the user to whom the token and the code were mailed. The request is used up.</summary>
    /// <param name="proof">The secrets that the client presents.</param>
    /// <param name="deviceToken">The device token of the client, if any.</param>
    /// <returns>
    /// The user. <see cref="AuthError.LoginBadCode"/> for a wrong, expired or used secret, for another client, and if the user has
    /// changed since. <see cref="AuthError.LoginThrottled"/> after too many codes for the address.
    /// </returns>
    public async Task<Result<AuthenticatedUser>> AuthenticateAsync(
        MagicLinkProof proof, string? deviceToken, CancellationToken cancellationToken)
    {
        if (proof.RequestToken is not { } requestToken || !OpaqueToken.IsWellFormed(requestToken)
            || await links.FindAsync(OpaqueToken.Hash(requestToken), cancellationToken) is not { } link)
        {
            return AuthError.LoginBadCode;
        }

        var begun = await BeginAsync(link, proof, deviceToken, cancellationToken);
        if (!begun.Succeeded(out var attempt, out var throttled))
            return await logins.RefuseAsync(link.UserId, throttled, cancellationToken);
        if (!await links.TryGuessAsync(link.Id, MaxGuesses, time.GetUtcNow(), cancellationToken))
        {
            await throttle.RefundAsync(attempt);
            return await logins.RefuseAsync(link.UserId, AuthError.LoginBadCode, cancellationToken);
        }

        if (!secrets.Match(link.Id, proof.Token, proof.Code) || link.UserId is not { } userId)
            return await logins.RefuseAsync(link.UserId, AuthError.LoginBadCode, cancellationToken);
        var used = await unitOfWork.ExecuteAsync(token => UseAsync(link, userId, token), cancellationToken);
        if (used.Succeeded(out var user, out var error))
            return new AuthenticatedUser(user, attempt, AuthenticationMethods.Of(AuthenticationMethods.Email));
        await throttle.RefundAsync(attempt);
        return await logins.RefuseAsync(userId, error, cancellationToken);
    }

    /// <summary>Throttles codes, which can be guessed. A token cannot, so that strangers cannot delay a login with the link.</summary>
    private async Task<Result<LoginAttempt>> BeginAsync(
        MagicLink link, MagicLinkProof proof, string? deviceToken, CancellationToken cancellationToken) =>
        proof.Code is null
            ? new LoginAttempt(Reservation: null, ClientNetwork.Of(caller.IpAddress))
            : await throttle.BeginAsync(link.Email, caller.IpAddress, deviceToken, cancellationToken);

    /// <summary>Uses up a request. Of several uses at once, one succeeds.</summary>
    private async Task<Result<User>> UseAsync(MagicLink link, Guid userId, CancellationToken cancellationToken)
    {
        if (!await links.DeleteAsync(link.Id, cancellationToken)
            || await users.FindAsync(userId, cancellationToken) is not { IsActive: true } found
            || found.SecurityStamp != link.SecurityStamp)
        {
            return AuthError.LoginBadCode;
        }

        // With a second factor, the owner of the mailbox may not have the account. Nothing is removed without it.
        Result<User> verified = found.IsVerified || found.HasSecondFactor ? found : await VerifyAsync(found, cancellationToken);
        if (!verified.Succeeded(out var user, out var error))
            return error;

        await events.PublishAsync(new MagicLinkUsed(user), cancellationToken);
        return user;
    }

    /// <summary>
    /// Marks the address as verified. Someone else may have registered it: their password, external logins, passkeys and sessions are
    /// removed, as by an external login with the address.
    /// </summary>
    private async Task<Result<User>> VerifyAsync(User found, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var update = await users.UpdateAsync(
            found.Id,
            stored =>
            {
                if (stored.SecurityStamp != found.SecurityStamp)
                    return false;
                stored.SetVerified(true);
                stored.RemovePassword(now);
                return true;
            },
            cancellationToken);
        if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
            return AuthError.LoginBadCode;
        var ended = await credentials.RemoveAllAsync(user.Id, cancellationToken);
        await events.PublishAsync(new UserVerified(user), cancellationToken);
        if (ended > 0)
            await events.PublishAsync(new SessionsEnded(user.Id, ended), cancellationToken);
        return user;
    }
}

/// <summary>The secrets that a client presents.</summary>
/// <param name="requestToken">The request token, which the client received when it requested the mail.</param>
/// <param name="token">The token in the link, if any.</param>
/// <param name="code">The code in the mail, if any. It is ignored if there is a token.</param>
/// <remarks>A class, because the text of a record contains its members.</remarks>
public sealed class MagicLinkProof(string? requestToken, string? token, string? code)
{
    /// <summary>The request token.</summary>
    public string? RequestToken { get; } = requestToken;

    /// <summary>The token in the link.</summary>
    public string? Token { get; } = token;

    /// <summary>The code in the mail.</summary>
    public string? Code { get; } = token is null ? code : null;
}
