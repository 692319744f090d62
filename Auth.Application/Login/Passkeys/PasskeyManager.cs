using Auth.Application.Events;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.Passkeys;

/// <summary>Lists, renames and removes the passkeys of users.</summary>
public sealed class PasskeyManager(
    IPasskeyRepository passkeys,
    IUserRepository users,
    ISessionRepository sessions,
    UserCredentials credentials,
    IEnumerable<ISecondFactor> factors,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>Returns the passkeys of a user, oldest first.</summary>
    public Task<IReadOnlyList<Passkey>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        passkeys.ListAsync(userId, cancellationToken);

    /// <summary>Renames a passkey of a user.</summary>
    /// <returns>The passkey, or <see cref="AuthError.NotFound"/>.</returns>
    public async Task<Result<Passkey>> RenameAsync(Guid userId, Guid id, string name, CancellationToken cancellationToken) =>
        await passkeys.RenameAsync(userId, id, StorableText.Of(name), cancellationToken)
        && (await passkeys.ListAsync(userId, cancellationToken)).FirstOrDefault(passkey => passkey.Id == id) is { } renamed
            ? renamed
            : AuthError.NotFound;

    /// <summary>
    /// Removes a passkey of a user. Other sessions are revoked: someone with the passkey may have created them.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="id">The passkey.</param>
    /// <param name="keptSession">The session that is not revoked, if any.</param>
    /// <returns>
    /// The user. <see cref="AuthError.NotFound"/>, or <see cref="AuthError.LastCredential"/> if the user could no longer log in, or
    /// must have a second factor and would have none.
    /// </returns>
    public Task<Result<User>> RemoveAsync(Guid userId, Guid id, Guid? keptSession, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                // The change locks the user, so that two requests cannot remove the last two credentials at the same time.
                var update = await users.UpdateAsync(userId, EndEarlierProof, token);
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user }
                    || (await passkeys.ListAsync(userId, token)).All(passkey => passkey.Id != id))
                {
                    return AuthError.NotFound;
                }

                if (!await credentials.HasOthersAsync(user, [id], token))
                    return AuthError.LastCredential;
                await passkeys.DeleteAsync(id, token);
                if (user.HasSecondFactor && await EndSecondFactorAsync(user, token) is { } error)
                    return error;
                await sessions.EndAllAsync(userId, keptSession, time.GetUtcNow(), token);
                await events.PublishAsync(new PasskeyRemoved(user, id), token);
                return user;
            },
            cancellationToken);

    /// <summary>Ends the requirement of a second factor with the last factor. Its backups are removed.</summary>
    private async Task<AuthError?> EndSecondFactorAsync(User user, CancellationToken cancellationToken)
    {
        foreach (var factor in factors.Where(factor => factor is { IsBackup: false, IsOptional: false }))
        {
            if (await factor.FindAsync(user.Id, cancellationToken) is not null)
                return null;
        }

        if (options.Value.RequiresSecondFactor(user))
            return AuthError.LastCredential;
        await users.UpdateAsync(user.Id, EndSecondFactor, cancellationToken);
        foreach (var backup in factors.Where(factor => factor.IsBackup))
        {
            if (await backup.RemoveAsync(user, cancellationToken) is { } error)
                return error;
        }

        return null;
    }

    private static bool EndEarlierProof(User stored)
    {
        stored.RemoveCredential();
        return true;
    }

    private static bool EndSecondFactor(User stored)
    {
        stored.SetSecondFactor(false);
        return true;
    }
}
