using System.Text.Json;

namespace Auth.Application.Login.External;

/// <summary>
/// An external provider. A method returns <see cref="AuthError.OAuthProviderError"/>,
/// <see cref="AuthError.OAuthProviderUnavailable"/> or <see cref="AuthError.OAuthProviderTimeout"/> if the provider fails.
/// </summary>
public interface IExternalProvider
{
    /// <summary>The configured name.</summary>
    string Name { get; }

    /// <summary>The settings, completed by the preset.</summary>
    ExternalProviderOptions Settings { get; }

    /// <summary>Returns the URL at which the user logs in.</summary>
    Task<Result<string>> CreateAuthorizationUrlAsync(AuthorizationRequest request, CancellationToken cancellationToken);

    /// <summary>Exchanges an authorization code for the account of the user.</summary>
    /// <returns>
    /// The account. <see cref="AuthError.OAuthInvalidState"/> if the response is from another provider (RFC 9207).
    /// <see cref="AuthError.OAuthCodeRefused"/> or <see cref="AuthError.OAuthInvalidIdToken"/>.
    /// </returns>
    Task<Result<ExternalAccount>> RedeemAsync(AuthorizationCode code, CancellationToken cancellationToken);

    /// <summary>Exchanges a refresh token for new tokens.</summary>
    /// <returns>The tokens. <see cref="AuthError.OAuthTokensExpired"/> if the provider refuses the token.</returns>
    Task<Result<ProviderTokens>> RefreshAsync(string refreshToken, CancellationToken cancellationToken);
}

/// <summary>A request for authorization (RFC 6749 §4.1.1).</summary>
/// <param name="RedirectUri">The URL to which the provider returns.</param>
/// <param name="State">The state.</param>
/// <param name="Scope">The scopes, separated by spaces; null for the defaults.</param>
/// <param name="CodeChallenge">The code challenge of the method S256 (RFC 7636 §4.2).</param>
/// <param name="Nonce">The nonce of the id token.</param>
public sealed record AuthorizationRequest(string RedirectUri, string State, string? Scope, string CodeChallenge, string Nonce);

/// <summary>An authorization code with the data of its flow.</summary>
/// <param name="Code">The code.</param>
/// <param name="Issuer">The parameter <c>iss</c> of the response (RFC 9207); null if it is missing.</param>
/// <param name="RedirectUri">The redirect URI of the request.</param>
/// <param name="CodeVerifier">The code verifier (RFC 7636 §4.1).</param>
/// <param name="Nonce">The nonce of the request.</param>
public sealed record AuthorizationCode(string Code, string? Issuer, string RedirectUri, string CodeVerifier, string Nonce);

/// <summary>An account at an external provider.</summary>
/// <param name="Id">The id, which never changes.</param>
/// <param name="Email">The e-mail address as sent; null if none was sent.</param>
/// <param name="IsEmailVerified">Whether the provider states that the address is verified.</param>
/// <param name="Tokens">The tokens of the provider.</param>
public sealed record ExternalAccount(string Id, string? Email, bool IsEmailVerified, ProviderTokens Tokens)
{
    /// <summary>The display name as sent; null if none was sent.</summary>
    public string? Name { get; init; }

    /// <summary>The values as sent for the user fields of <see cref="ExternalProviderOptions.MapFields"/>, by field.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The methods with which the provider authenticated the user, from a validated id token; otherwise empty.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];
}

/// <summary>The tokens of a provider.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token, if any.</param>
/// <param name="ExpiresAt">The time at which the access token expires, in UTC; null if it is unknown.</param>
public sealed record ProviderTokens(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt);

/// <summary>The configured external providers.</summary>
public sealed class ExternalProviders(IEnumerable<IExternalProvider> all)
{
    private readonly Dictionary<string, IExternalProvider> _byName = all.ToDictionary(provider => provider.Name);

    /// <summary>The providers.</summary>
    public IReadOnlyCollection<IExternalProvider> All => _byName.Values;

    /// <summary>Returns the provider with a name, or null.</summary>
    public IExternalProvider? Find(string name) => _byName.GetValueOrDefault(name);
}
