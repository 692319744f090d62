using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Removes second factors. The user's earlier proof becomes invalid, and other sessions are revoked.</summary>
public sealed class SecondFactorRemover(
    IEnumerable<ISecondFactor> factors, IUserRepository users, ISessionRepository sessions, ITrustedDeviceRepository devices,
    IOptions<AuthOptions> options, IUnitOfWork unitOfWork, AccountEventPublisher events, TimeProvider time)
{
    /// <summary>Removes second factors of a user. Recovery codes are removed with the last other factor.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="method">The kind to remove; null for all.</param>
    /// <param name="byUser">Whether the user makes the change; false for a superuser or an operator.</param>
    /// <param name="keptSession">The session that is not revoked, if any.</param>
    /// <returns>
    /// The user. <see cref="AuthError.NotFound"/>, or <see cref="AuthError.LastCredential"/> if the user must have a second factor
    /// and would have none, or if the user could no longer log in.
    /// </returns>
    public Task<Result<User>> RemoveAsync(
        Guid userId, string? method, bool byUser, Guid? keptSession, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                if (!await users.LockAsync(userId, token))
                    return AuthError.NotFound;
                var found = await ListAsync(userId, token);
                var removed = found.Where(factor => method is null || factor.Method == method).ToList();
                if (removed.Count == 0)
                    return AuthError.NotFound;
                var remains = found.Except(removed).Any(factor => factor is { IsBackup: false, IsOptional: false });
                if (!remains)
                    removed = [.. removed.Union(found.Where(factor => factor.IsBackup))];
                var update = await users.UpdateAsync(userId, stored => EndEarlierProof(stored, remains), token);
                if (update.User is not { } user)
                    return AuthError.NotFound;
                if (byUser && !remains && options.Value.RequiresSecondFactor(user))
                    return AuthError.LastCredential;
                foreach (var factor in removed)
                {
                    if (await factor.RemoveAsync(user, token) is { } error)
                        return error;
                    await events.PublishAsync(new SecondFactorRemoved(user, factor.Method), token);
                }

                await devices.DeleteAsync(userId, token);
                await sessions.EndAllAsync(userId, keptSession, time.GetUtcNow(), token);
                return user;
            },
            cancellationToken);

    private async Task<List<ISecondFactor>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        List<ISecondFactor> found = [];
        foreach (var factor in factors)
        {
            if (await factor.FindAsync(userId, cancellationToken) is not null)
                found.Add(factor);
        }

        return found;
    }

    private static bool EndEarlierProof(User stored, bool hasSecondFactor)
    {
        stored.RemoveCredential();
        stored.SetSecondFactor(hasSecondFactor);
        return true;
    }
}
