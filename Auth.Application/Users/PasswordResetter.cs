using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Audit;
using Auth.Application.Passwords;
using Auth.Application.Telemetry;
using Auth.Application.Throttling;
using Auth.Application.Tokens;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Gives users who forgot their password a token to set another one with.</summary>
public sealed class PasswordResetter(
    IUserRepository users,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    JwtCodec jwt,
    LoginThrottle throttle,
    CurrentCaller caller,
    IOptions<AuthOptions> options,
    TimeProvider time,
    UserEventPublisher events,
    AuthMetrics metrics)
{
    private const string Audience = "fastapi-users:reset";
    private const string FingerprintClaim = "password_fgpt";

    /// <summary>Issues a reset token to the user with this address, if there is one who may log in.</summary>
    /// <remarks>
    /// The token goes to the listeners of <see cref="IUserEvents.AfterForgotPasswordAsync"/>, one of which mails it.
    /// </remarks>
    public async Task IssueTokenAsync(string email, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email, cancellationToken) is not { IsActive: true } user)
            return;
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.ResetLifetimeSeconds);
        var token = jwt.Write(user.Id, Audience, lifetime, new() { [FingerprintClaim] = Fingerprint(user) });
        await events.PublishAsync((listener, none) => listener.AfterForgotPasswordAsync(user, token, none));
    }

    /// <summary>Sets another password for the user whose reset token this is, once: the change itself ends the token.</summary>
    /// <returns>
    /// The user; or that the token is bad (forged, expired, used, of another purpose, its user gone or barred) or, told after
    /// that, that the password breaks a rule, which leaves the token good.
    /// </returns>
    public async Task<Result<User>> ResetAsync(string token, string password, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims || claims.GetString(FingerprintClaim) is not { } fingerprint)
            return Refuse(reading.Refusal ?? TokenRefusal.Malformed);
        if (await users.FindAsync(id, cancellationToken) is not { } found || !IsGoodFor(found))
            return Refuse(TokenRefusal.Outdated);

        if (policy.Refuse(password, found.Email) is { } reason)
            return AuthError.ResetPasswordInvalidPassword(reason);

        var hashedPassword = await hasher.HashAsync(password, cancellationToken);
        var update = await users.UpdateAsync(id, Change, keptSession: null, cancellationToken);
        if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
            return Refuse(TokenRefusal.Outdated);

        await throttle.ResetAsync(user.Email, caller.Value.IpAddress);
        await events.PublishAsync((listener, none) => listener.AfterResetPasswordAsync(user, none));
        return user;

        bool IsGoodFor(User user) => user.IsActive && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(fingerprint), Encoding.UTF8.GetBytes(Fingerprint(user)));

        // Asked again of the row that is about to change: of several who use one token at once, one finds the hash it knows.
        bool Change(User stored)
        {
            if (!IsGoodFor(stored))
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

    /// <summary>
    /// Base64url, without padding, of SHA-256 over the ASCII of the stored hash: another password, another fingerprint.
    /// </summary>
    private static string Fingerprint(User user) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(user.HashedPassword)));
}
