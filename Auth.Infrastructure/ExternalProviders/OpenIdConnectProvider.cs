using Auth.Application;
using Auth.Application.Login.External;
using Duende.IdentityModel.Client;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>A provider with OpenID Connect, whose endpoints are in its discovery document.</summary>
internal sealed class OpenIdConnectProvider(
    string name, ExternalProviderOptions settings, ProviderHttp http, ProviderCalls calls, TimeProvider time) : IExternalProvider
{
    private readonly OpenIdMetadata _metadata = new(settings.Issuer!, http, time);
    private readonly TokenEndpoint _tokens = new(settings, http, time);

    public string Name => name;

    public ExternalProviderOptions Settings => settings;

    public Task<Result<string>> CreateAuthorizationUrlAsync(AuthorizationRequest request, CancellationToken cancellationToken) =>
        calls.RunAsync(
            name,
            async () =>
            {
                var known = await _metadata.GetAsync(cancellationToken);
                return AuthorizationUrl.Create(known.AuthorizationEndpoint, settings, request, request.Nonce);
            },
            cancellationToken);

    public Task<Result<ExternalAccount>> RedeemAsync(AuthorizationCode code, CancellationToken cancellationToken) => calls.RunAsync(
        name,
        async () =>
        {
            var known = await _metadata.GetAsync(cancellationToken);
            if (code.Issuer is null ? known.AuthorizationResponseIssParameterSupported : code.Issuer != settings.Issuer)
                throw new ExternalProviderException(AuthError.OAuthInvalidState, "a response is from another issuer");
            var reply = await _tokens.RedeemAsync(known.TokenEndpoint, AuthenticationAt(known), code, cancellationToken);
            var claims = await new IdTokens(settings, _metadata, time).ValidateAsync(reply.IdToken, code.Nonce, cancellationToken);
            var account = ProviderProfile.Read(claims, settings, reply.Tokens) with { Methods = ProviderProfile.MethodsIn(claims) };
            return ProviderProfile.IsIncomplete(account, settings) && !string.IsNullOrEmpty(known.UserInfoEndpoint)
                ? await WithProfileAsync(account, known.UserInfoEndpoint, cancellationToken)
                : account;
        },
        cancellationToken);

    public Task<Result<ProviderTokens>> RefreshAsync(string refreshToken, CancellationToken cancellationToken) => calls.RunAsync(
        name,
        async () =>
        {
            var known = await _metadata.GetAsync(cancellationToken);
            var reply = await _tokens.RefreshAsync(known.TokenEndpoint, AuthenticationAt(known), refreshToken, cancellationToken);
            return reply.Tokens;
        },
        cancellationToken);

    /// <summary>Adds values of the profile that the id token lacks.</summary>
    private async Task<ExternalAccount> WithProfileAsync(ExternalAccount account, string url, CancellationToken cancellationToken)
    {
        var profile = ProviderProfile.Read(
            await http.GetJsonAsync(url, account.Tokens.AccessToken, cancellationToken), settings, account.Tokens);

        // OpenID Connect Core 1.0 §5.3.2: otherwise the access token could be another user's.
        if (profile.Id != account.Id)
            throw ExternalProviderException.Unusable("the profile has another account id");
        return (account.Email is null ? profile : account) with
        {
            Methods = account.Methods,
            Name = account.Name ?? profile.Name,
            Fields = account.Fields.Concat(profile.Fields.ExceptBy(account.Fields.Keys, field => field.Key))
                .ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }

    private ClientAuthentication AuthenticationAt(OpenIdConnectConfiguration known)
    {
        var offered = known.TokenEndpointAuthMethodsSupported;
        return settings.ClientAuthentication
            ?? (offered.Count == 0 || offered.Contains("client_secret_basic") ? ClientAuthentication.Basic : ClientAuthentication.Post);
    }
}

/// <summary>The URL of an authorization request (RFC 6749 §4.1.1).</summary>
internal static class AuthorizationUrl
{
    /// <summary>Returns the URL.</summary>
    /// <param name="nonce">The nonce of OpenID Connect; null for OAuth 2.0.</param>
    public static string Create(string endpoint, ExternalProviderOptions settings, AuthorizationRequest request, string? nonce)
    {
        var parameters = new Parameters
        {
            { "response_type", "code" },
            { "client_id", settings.ClientId! },
            { "redirect_uri", request.RedirectUri },
            { "state", request.State },
            { "scope", request.Scope ?? string.Join(' ', settings.Scopes) },
        };
        if (settings.UsePkce is true)
        {
            parameters.Add("code_challenge", request.CodeChallenge);
            parameters.Add("code_challenge_method", "S256");
        }

        if (nonce is not null)
            parameters.Add("nonce", nonce);
        if (settings.ResponseMode is ResponseMode.FormPost)
            parameters.Add("response_mode", "form_post");
        return new RequestUrl(endpoint).Create(parameters);
    }
}
