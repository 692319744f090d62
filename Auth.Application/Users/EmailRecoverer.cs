using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Events;
using Auth.Application.Login;
using Auth.Application.Login.Passkeys;
using Auth.Application.Login.SecondFactors;
using Auth.Application.Metrics;
using Auth.Application.Passwords;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Restores the previous e-mail address of a user whose address was changed by someone else.</summary>
public sealed class EmailRecoverer(
    IUserRepository users,
    ISessionRepository sessions,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    JwtCodec jwt,
    LoginThrottle throttle,
    SecondFactorRemover secondFactors,
    Caller caller,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    AuthMetrics metrics)
{
    private const string Audience = JwtAudiences.RecoverEmail;
    private const string EmailClaim = "email";

    /// <summary>Issues a token that restores an e-mail address.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="email">The previous e-mail address.</param>
    public string IssueToken(Guid userId, string email)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.RecoverEmailLifetimeSeconds);
        return jwt.Write(userId, Audience, lifetime, new() { [EmailClaim] = email });
    }

    /// <summary>
    /// Restores the e-mail address of a recovery token, marks it as verified, sets a new password, removes the passkeys and revokes all
    /// sessions.
    /// Later changes by someone else do not make the token invalid. A recovery makes all earlier tokens invalid.
    /// </summary>
    /// <returns>
    /// The user; <see cref="AuthError.RecoverEmailBadToken"/>, <see cref="AuthError.RecoverEmailInvalidPassword"/> or
    /// <see cref="AuthError.RecoverEmailAlreadyExists"/>, checked in this order. After the last two, the token remains valid.
    /// </returns>
    public async Task<Result<User>> RecoverAsync(string token, string password, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims
            || !EmailAddress.TryParse(claims.GetString(EmailClaim) ?? "", out var email, out _))
        {
            return Refuse(reading.Refusal ?? TokenRefusal.Malformed);
        }

        if (await users.FindAsync(id, cancellationToken) is not { } found || !IsValidFor(found))
            return Refuse(TokenRefusal.Outdated);
        if (policy.Refuse(password, email.Value) is { } reason)
            return AuthError.RecoverEmailInvalidPassword(reason);

        var hashedPassword = await hasher.HashAsync(password, cancellationToken);
        return await unitOfWork.ExecuteAsync<User>(
            async cancellation =>
            {
                var before = found;
                var update = await users.UpdateAsync(id, stored => Change(stored, out before), cancellation);
                if (update.Outcome is UserWriteOutcome.EmailTaken)
                    return AuthError.RecoverEmailAlreadyExists;
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
                    return Refuse(TokenRefusal.Outdated);
                await sessions.EndAllAsync(id, except: null, time.GetUtcNow(), cancellation);
                await throttle.ResetAsync(user.Email, caller.IpAddress);
                await events.PublishAsync(new EmailRecovered(user, before), cancellation);

                // A passkey logs in by itself, and someone else may have added it.
                await secondFactors.RemoveAsync(
                    id, PasskeyFactorKind.Name, byUser: false, keptSession: null, cancellation);
                return user;
            },
            cancellationToken);

        bool IsValidFor(User user) => user.IsActive && claims.IsIssuedAfter(user.EmailRecoveredAt);

        bool Change(User stored, out User before)
        {
            before = stored.Copy();
            if (!IsValidFor(stored))
                return false;
            stored.RecoverEmail(email, time.GetUtcNow());
            stored.ChangePassword(hashedPassword, time.GetUtcNow());
            return true;
        }
    }

    private AuthError Refuse(TokenRefusal reason)
    {
        metrics.CountRefusedToken(TokenKind.RecoverEmail, reason);
        return AuthError.RecoverEmailBadToken;
    }
}
