using Auth.Application.Login.External;
using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>Decides whether a user can still log in after the removal of credentials.</summary>
public sealed class RemainingCredentials(
    IExternalLoginRepository logins, IPasskeyRepository passkeys, ExternalProviders providers, IOptions<AuthOptions> options)
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
}
