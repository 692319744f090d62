using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>Returns the stored tokens of providers to their user, and refreshes them.</summary>
public sealed class ProviderTokenStore(
    IExternalLoginRepository logins,
    ExternalProviders providers,
    ProviderTokenProtector protector,
    IOptions<AuthOptions> options,
    TimeProvider time)
{
    /// <summary>The remaining lifetime with which an access token is still returned.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Returns a valid access token of a provider.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="accountId">The account; null for the account that was linked first.</param>
    /// <returns>
    /// The tokens. <see cref="AuthError.NotFound"/> if none are stored, <see cref="AuthError.OAuthTokensExpired"/> if the user must
    /// log in at the provider again, or an error of the provider.
    /// </returns>
    public async Task<Result<ProviderTokens>> FindAsync(
        Guid userId, string provider, string? accountId, CancellationToken cancellationToken)
    {
        var login = await FindLinkAsync(userId, provider, accountId, cancellationToken);
        if (login is not { ProtectedTokens: { } before } || protector.Unprotect(login) is not { } tokens
            || providers.Find(provider) is not { } known)
        {
            return AuthError.NotFound;
        }

        if (!IsExpired(tokens))
            return tokens;
        if (tokens.RefreshToken is not { } refreshToken)
            return AuthError.OAuthTokensExpired;
        using var limit = new ProviderTimeLimit(options.Value.ExternalLogins, time, cancellationToken);
        var refreshed = await known.RefreshAsync(refreshToken, limit.Token);
        if (!refreshed.Succeeded(out var fresh, out var error))
            return await FindFreshAsync(userId, login, cancellationToken) is { } others ? others : error;

        // A provider that does not rotate refresh tokens sends none.
        fresh = fresh with { RefreshToken = fresh.RefreshToken ?? refreshToken };
        if (protector.Protect(login, fresh) is { } after)
            await logins.ReplaceTokensAsync(login.Id, before, after, CancellationToken.None);
        return fresh;
    }

    /// <summary>Returns the tokens that a concurrent request has obtained with the same refresh token, if any.</summary>
    private async Task<ProviderTokens?> FindFreshAsync(Guid userId, ExternalLogin login, CancellationToken cancellationToken) =>
        await FindLinkAsync(userId, login.Provider, login.AccountId, cancellationToken) is { } current
            && protector.Unprotect(current) is { } tokens && !IsExpired(tokens)
            ? tokens
            : null;

    private async Task<ExternalLogin?> FindLinkAsync(
        Guid userId, string provider, string? accountId, CancellationToken cancellationToken) =>
        (await logins.ListAsync(userId, cancellationToken)).FirstOrDefault(login =>
            login.Provider == provider && (accountId is null || login.AccountId == accountId));

    private bool IsExpired(ProviderTokens tokens) => tokens.ExpiresAt <= time.GetUtcNow() + Margin;
}
