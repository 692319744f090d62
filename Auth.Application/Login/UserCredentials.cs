using Auth.Application.Login.External;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>The credentials of a user apart from the password: external logins and passkeys.</summary>
public sealed class UserCredentials(
    IExternalLoginRepository logins, IPasskeyRepository passkeys, ISessionRepository sessions, ExternalProviders providers,
    IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>
    /// Returns whether a user has a password, a login with a configured provider, or a passkey, other than the removed ones. A login by
    /// mail does not count: the user may have lost the mailbox.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="removed">The ids of removed external logins and passkeys.</param>
    public async Task<bool> HasOthersAsync(User user, IReadOnlyCollection<Guid> removed, CancellationToken cancellationToken) =>
        user.HasPassword
        || (await logins.ListAsync(user.Id, cancellationToken)).Any(login =>
            !removed.Contains(login.Id) && providers.Find(login.Provider) is not null)
        || (options.Value.Passkeys.IsEnabled
            && (await passkeys.ListAsync(user.Id, cancellationToken)).Any(passkey => !removed.Contains(passkey.Id)));

    /// <summary>Removes all external logins and passkeys of a user, and ends the sessions.</summary>
    /// <returns>The number of ended sessions.</returns>
    public async Task<int> RemoveAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        var linked = await logins.ListAsync(userId, cancellationToken);
        await logins.DeleteAsync([.. linked.Select(login => login.Id)], cancellationToken);
        await passkeys.DeleteAllAsync(userId, cancellationToken);
        return await sessions.EndAllAsync(userId, except: null, time.GetUtcNow(), cancellationToken);
    }
}
