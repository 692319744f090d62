using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Events;
using Auth.Application.Metrics;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Verifies the e-mail addresses of users.</summary>
public sealed class UserVerifier(
    IUserRepository users,
    ISessionRepository sessions,
    JwtCodec jwt,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    AuthMetrics metrics)
{
    private const string Audience = JwtAudiences.Verify;
    private const string EmailClaim = "email";

    /// <summary>Issues a verification token.</summary>
    public string IssueToken(User user)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.VerificationLifetimeSeconds);
        return jwt.Write(user.Id, Audience, lifetime, new() { [EmailClaim] = user.Email });
    }

    /// <summary>
    /// Verifies the user of a verification token. Revokes the user's sessions, because they were created without proof of access
    /// to the e-mail address.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="keptSession">The session of the request, which is kept, if any.</param>
    /// <returns>
    /// The user. <see cref="AuthError.VerifyUserBadToken"/> if the token is invalid or expired, or the user is inactive, deleted,
    /// or has another address. <see cref="AuthError.VerifyUserAlreadyVerified"/>.
    /// </returns>
    public async Task<Result<User>> VerifyAsync(string token, Guid? keptSession, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims || claims.GetString(EmailClaim) is not { } email)
            return Refuse(reading.Refusal ?? TokenRefusal.Malformed);

        return await unitOfWork.ExecuteAsync<User>(
            async cancellation =>
            {
                var wasVerified = false;
                var update = await users.UpdateAsync(id, stored => Change(stored, out wasVerified), cancellation);
                if (wasVerified)
                    return AuthError.VerifyUserAlreadyVerified;
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
                    return Refuse(TokenRefusal.Outdated);
                await events.PublishAsync(new UserVerified(user), cancellation);
                var ended = await sessions.EndAllAsync(user.Id, keptSession, time.GetUtcNow(), cancellation);
                if (ended > 0)
                    await events.PublishAsync(new SessionsEnded(user.Id, ended), cancellation);
                return user;
            },
            cancellationToken);

        bool Change(User stored, out bool wasVerified)
        {
            var isTheirs = stored.IsActive && stored.Email == email;
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
