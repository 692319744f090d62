using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Events;
using Auth.Application.Login;
using Auth.Application.Metrics;
using Auth.Application.Passwords;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Resets forgotten passwords.</summary>
public sealed class PasswordResetter(
    IUserRepository users,
    ISessionRepository sessions,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    JwtCodec jwt,
    LoginThrottle throttle,
    Caller caller,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    AuthMetrics metrics)
{
    private const string Audience = JwtAudiences.Reset;
    private const string FingerprintClaim = "password_fgpt";
    private const string StampClaim = "security_stamp";

    /// <summary>Issues a reset token.</summary>
    public string IssueToken(User user)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.ResetLifetimeSeconds);
        return jwt.Write(
            user.Id, Audience, lifetime,
            new() { [FingerprintClaim] = Fingerprint(user), [StampClaim] = user.SecurityStamp.ToString("D") });
    }

    /// <summary>Sets a new password for the user of a reset token. The change itself makes the token invalid.</summary>
    /// <returns>
    /// The user. <see cref="AuthError.ResetPasswordBadToken"/> if the token is invalid, expired or used, or if the user is
    /// inactive, deleted, or has changed the e-mail address since. Otherwise <see cref="AuthError.ResetPasswordInvalidPassword"/>
    /// if the password violates the password policy; the token then remains valid.
    /// </returns>
    public async Task<Result<User>> ResetAsync(string token, string password, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims || claims.GetString(FingerprintClaim) is not { } fingerprint)
            return Refuse(reading.Refusal ?? TokenRefusal.Malformed);
        if (await users.FindAsync(id, cancellationToken) is not { } found || !IsValidFor(found))
            return Refuse(TokenRefusal.Outdated);

        if (policy.Refuse(password, found.Email) is { } reason)
            return AuthError.ResetPasswordInvalidPassword(reason);

        var hashedPassword = await hasher.HashAsync(password, cancellationToken);
        return await unitOfWork.ExecuteAsync<User>(
            async cancellation =>
            {
                var update = await users.UpdateAsync(id, Change, cancellation);
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
                    return Refuse(TokenRefusal.Outdated);
                await sessions.EndAllAsync(id, except: null, time.GetUtcNow(), cancellation);
                await throttle.ResetAsync(user.Email, caller.IpAddress);
                await events.PublishAsync(new PasswordReset(user), cancellation);
                return user;
            },
            cancellationToken);

        // Tokens of fastapi-users have no stamp. Any other token contains the security stamp from the time of issue.
        bool IsValidFor(User user) => user.IsActive
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(fingerprint), Encoding.UTF8.GetBytes(Fingerprint(user)))
            && (claims.GetString(StampClaim) is not { } stamp || stamp == user.SecurityStamp.ToString("D"));

        // Checked again on the row that is about to change: of several uses of one token at once, one succeeds.
        bool Change(User stored)
        {
            if (!IsValidFor(stored))
                return false;
            stored.ChangePassword(hashedPassword, time.GetUtcNow());
            return true;
        }
    }

    private AuthError Refuse(TokenRefusal reason)
    {
        metrics.CountRefusedToken(TokenKind.Reset, reason);
        return AuthError.ResetPasswordBadToken;
    }

    /// <summary>Returns the SHA-256 of the ASCII bytes of the stored hash, in unpadded base64url.</summary>
    private static string Fingerprint(User user) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(user.HashedPassword)));
}
