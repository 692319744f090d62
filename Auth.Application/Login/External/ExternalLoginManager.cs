using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login.External;

/// <summary>Lists and removes the links of users to accounts at external providers.</summary>
public sealed class ExternalLoginManager(
    IExternalLoginRepository logins,
    IUserRepository users,
    ISessionRepository sessions,
    UserCredentials credentials,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>Returns the links of a user, oldest first.</summary>
    public Task<IReadOnlyList<ExternalLogin>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        logins.ListAsync(userId, cancellationToken);

    /// <summary>
    /// Unlinks the accounts of a user at a provider. Other sessions are revoked: someone with the account may have created them.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="accountId">The account to unlink; null for all accounts at the provider.</param>
    /// <param name="keptSession">The session that is not revoked, if any.</param>
    /// <returns>The user; <see cref="AuthError.NotFound"/> or <see cref="AuthError.LastCredential"/>.</returns>
    public Task<Result<User>> UnlinkAsync(
        Guid userId, string provider, string? accountId, Guid? keptSession, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                // The change locks the user, so that two requests cannot remove the last two credentials at the same time.
                var update = await users.UpdateAsync(userId, EndEarlierProof, token);
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
                    return AuthError.NotFound;
                var linked = await logins.ListAsync(userId, token);
                var removed = linked.Where(login => login.Provider == provider && (accountId is null || login.AccountId == accountId))
                    .ToList();
                if (removed.Count == 0)
                    return AuthError.NotFound;
                if (!await credentials.HasOthersAsync(user, [.. removed.Select(login => login.Id)], token))
                    return AuthError.LastCredential;
                await logins.DeleteAsync([.. removed.Select(login => login.Id)], token);
                await sessions.EndAllAsync(userId, keptSession, time.GetUtcNow(), token);
                foreach (var login in removed)
                    await events.PublishAsync(new ExternalLoginUnlinked(user, login.Provider), token);
                return user;
            },
            cancellationToken);

    private static bool EndEarlierProof(User stored)
    {
        stored.RemoveCredential();
        return true;
    }
}
