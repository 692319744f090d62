using System.Text.Json;
using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Login.Passkeys;

/// <summary>Verifies the responses of authenticators to logins, and uses up their challenges and counters.</summary>
public sealed class PasskeyVerifier(
    PasskeyCeremonies ceremonies,
    PasskeyChallenges challenges,
    IPasskeyRepository passkeys,
    ILoginFlowRepository flows,
    IUserRepository users,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    TimeProvider time,
    ILogger<PasskeyVerifier> logger)
{
    /// <summary>Verifies a response.</summary>
    /// <param name="response">The credential in JSON (WebAuthn Level 3 §5.1, <c>AuthenticationResponseJSON</c>).</param>
    /// <param name="purpose">The purpose of the challenge.</param>
    /// <param name="isSecondFactor">Whether another factor was proved before. Possession of the passkey is then sufficient.</param>
    /// <returns>
    /// The user and the methods, or the reason of the refusal. Unknown and known passkeys cause the same work.
    /// <see cref="AuthError.PasskeyBadChallenge"/>, or <see cref="AuthError.LoginBadCredentials"/> for any other reason.
    /// </returns>
    public async Task<PasskeyVerification> VerifyAsync(
        JsonElement response, string purpose, bool isSecondFactor, CancellationToken cancellationToken)
    {
        if (PasskeyAssertion.Parse(response) is not { } assertion)
            return new(null, AuthError.LoginBadCredentials);
        if (challenges.Read(assertion.Challenge, purpose) is not { } use)
            return new(null, AuthError.PasskeyBadChallenge);
        var passkey = await passkeys.FindAsync(assertion.CredentialId, cancellationToken);
        var user = await users.FindAsync(passkey?.UserId ?? Guid.Empty, cancellationToken);
        var isValid = await ceremonies.VerifyAssertionAsync(assertion, passkey, !isSecondFactor, cancellationToken);

        // Without a known user, the authenticator must name the user (§7.2, step 6).
        if (!isValid || passkey is null || user is not { IsActive: true } || (!isSecondFactor && assertion.UserHandle is null))
            return new(user, AuthError.LoginBadCredentials);
        var result = await UseAsync(user, passkey, assertion, use, cancellationToken);
        if (!result.Succeeded(out var isUsed, out var error))
            return new(user, error);
        if (isUsed)
            return new(user, Error: null) { Methods = MethodsOf(passkey, assertion) };
        logger.LogWarning("The signature counter of the passkey {Passkey} is not higher than before", passkey.Id);
        return new(user, AuthError.LoginBadCredentials);
    }

    /// <summary>Uses up the challenge and the counter. Of several uses at once, one succeeds.</summary>
    /// <returns>False if the counter was not higher, which is recorded.</returns>
    private Task<Result<bool>> UseAsync(
        User user, Passkey passkey, PasskeyAssertion assertion, UsedLoginState use, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<bool>(
            async token =>
            {
                if (!await flows.UseStateAsync(use, token))
                    return AuthError.PasskeyBadChallenge;
                var isUsed = await passkeys.TryUseAsync(
                    passkey.Id, assertion.SignCount, assertion.IsBackedUp, time.GetUtcNow(), token);
                if (!isUsed && await passkeys.FindAsync(passkey.CredentialId, token) is null)
                    return AuthError.LoginBadCredentials;
                await events.PublishAsync(
                    isUsed ? new PasskeyUsed(user, passkey.Id) : new PasskeyCloned(user, passkey.Id), token);
                return isUsed;
            },
            cancellationToken);

    /// <summary>A passkey that can be copied is a key in software. With verification of the user, there are two factors.</summary>
    private static AuthenticationMethods MethodsOf(Passkey passkey, PasskeyAssertion assertion)
    {
        var key = AuthenticationMethods.Of(
            passkey.IsBackupEligible ? AuthenticationMethods.SoftwareKey : AuthenticationMethods.HardwareKey);
        return assertion.IsUserVerified
            ? key.With(AuthenticationMethods.UserVerification, AuthenticationMethods.MultipleFactors)
            : key;
    }
}

/// <summary>The result of a verification.</summary>
/// <param name="User">The user of the passkey, if it is known.</param>
/// <param name="Error">The reason of a refusal; null for a right response.</param>
public sealed record PasskeyVerification(User? User, AuthError? Error)
{
    /// <summary>The methods that a right response shows.</summary>
    public AuthenticationMethods Methods { get; init; } = AuthenticationMethods.Of();
}
