using System.Text.Json;
using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.Passkeys;

/// <summary>Adds passkeys to signed-in users.</summary>
public sealed class PasskeyRegistrar(
    PasskeyCeremonies ceremonies,
    PasskeyChallenges challenges,
    IPasskeyRepository passkeys,
    ILoginFlowRepository flows,
    IUserRepository users,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    private readonly PasskeyOptions _options = options.Value.Passkeys;

    /// <summary>Returns the options with which a browser creates a passkey, in JSON.</summary>
    /// <returns>The options, or <see cref="AuthError.PasskeyTooMany"/>.</returns>
    public async Task<Result<string>> BeginAsync(User user, CancellationToken cancellationToken)
    {
        var existing = await passkeys.ListAsync(user.Id, cancellationToken);
        return existing.Count >= _options.MaxPerUser
            ? AuthError.PasskeyTooMany
            : ceremonies.RegistrationOptions(user, existing, challenges.Issue(PasskeyChallenges.Registration(user.Id)));
    }

    /// <summary>Adds a passkey.</summary>
    /// <param name="user">The signed-in user.</param>
    /// <param name="response">The credential in JSON (WebAuthn Level 3 §5.1, <c>RegistrationResponseJSON</c>).</param>
    /// <param name="name">The name.</param>
    /// <returns>
    /// The passkey. <see cref="AuthError.PasskeyBadChallenge"/>, <see cref="AuthError.PasskeyInvalid"/>,
    /// <see cref="AuthError.PasskeyTooMany"/> or <see cref="AuthError.PasskeyAlreadyRegistered"/>.
    /// </returns>
    public async Task<Result<Passkey>> AddAsync(
        User user, JsonElement response, string name, CancellationToken cancellationToken)
    {
        if (PasskeyCeremonies.RegistrationChallenge(response) is not { } challenge)
            return AuthError.PasskeyInvalid;
        if (challenges.Read(challenge, PasskeyChallenges.Registration(user.Id)) is not { } use)
            return AuthError.PasskeyBadChallenge;
        if (await ceremonies.VerifyRegistrationAsync(response, user, challenge, cancellationToken) is not { } credential)
            return AuthError.PasskeyInvalid;
        return await unitOfWork.ExecuteAsync<Passkey>(
            async token =>
            {
                if (!await flows.UseStateAsync(use, token))
                    return AuthError.PasskeyBadChallenge;
                if (!await users.LockAsync(user.Id, token))
                    return AuthError.NotFound;
                var update = await users.UpdateAsync(user.Id, Admit, token);
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } current })
                    return AuthError.NotFound;
                if (await passkeys.FindAsync(credential.Id, token) is not null)
                    return AuthError.PasskeyAlreadyRegistered;
                if ((await passkeys.ListAsync(user.Id, token)).Count >= _options.MaxPerUser)
                    return AuthError.PasskeyTooMany;
                var passkey = Passkey.Create(user.Id, credential, name, time.GetUtcNow());
                passkeys.Add(passkey);
                await events.PublishAsync(new PasskeyAdded(current, passkey.Id), token);
                return passkey;
            },
            cancellationToken);

        bool Admit(User stored)
        {
            if (!stored.IsActive)
                return false;
            if (options.Value.PasskeysRequireSecondFactor)
                stored.SetSecondFactor(true);
            return true;
        }
    }
}
