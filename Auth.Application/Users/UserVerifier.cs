using Auth.Application.Telemetry;
using Auth.Application.Tokens;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Has users show that mail to their address reaches them.</summary>
public sealed class UserVerifier(
    IUserRepository users, JwtCodec jwt, IOptions<AuthOptions> options, UserEventPublisher events, AuthMetrics metrics)
{
    private const string Audience = "fastapi-users:verify";
    private const string EmailClaim = "email";

    /// <summary>
    /// Issues a verification token to the user with this address, if there is one who may log in and is not verified.
    /// </summary>
    /// <remarks>
    /// The token goes to the listeners of <see cref="IUserEvents.AfterRequestVerifyAsync"/>, one of which mails it.
    /// </remarks>
    public async Task IssueTokenAsync(string email, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email, cancellationToken) is not { IsActive: true, IsVerified: false } user)
            return;
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.VerificationLifetimeSeconds);
        var token = jwt.Write(user.Id, Audience, lifetime, new() { [EmailClaim] = user.Email });
        await events.PublishAsync((listener, none) => listener.AfterRequestVerifyAsync(user, token, none));
    }

    /// <summary>Marks the user verified whose verification token this is.</summary>
    /// <returns>
    /// The user; or that the token is bad (forged, expired, of another purpose, its user gone or barred, its address no longer
    /// theirs), or that the user is verified already.
    /// </returns>
    public async Task<Result<User>> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims || claims.GetString(EmailClaim) is not { } email)
            return Refuse(reading.Refusal ?? TokenRefusal.Malformed);

        var wasVerified = false;
        var update = await users.UpdateAsync(id, Change, keptSession: null, cancellationToken);
        if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
            return wasVerified ? AuthError.VerifyUserAlreadyVerified : Refuse(TokenRefusal.Outdated);

        await events.PublishAsync((listener, none) => listener.AfterVerifyAsync(user, none));
        return user;

        bool Change(User stored)
        {
            var isTheirs = stored.IsActive && stored.NormalizedEmail == EmailAddress.Normalize(email);
            wasVerified = isTheirs && stored.IsVerified;
            if (!isTheirs || wasVerified)
                return false;
            stored.SetVerified(true);
            return true;
        }
    }

    private AuthError Refuse(TokenRefusal reason)
    {
        metrics.CountRefusedToken(TokenKind.Verify, reason);
        return AuthError.VerifyUserBadToken;
    }
}
