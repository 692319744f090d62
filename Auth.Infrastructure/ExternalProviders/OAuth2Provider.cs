using Auth.Application;
using Auth.Application.Login.External;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>A provider with OAuth 2.0, whose profile identifies the user.</summary>
internal sealed class OAuth2Provider(
    string name, ExternalProviderOptions settings, ProviderHttp http, ProviderCalls calls, TimeProvider time) : IExternalProvider
{
    private readonly TokenEndpoint _tokens = new(settings, http, time);

    public string Name => name;

    public ExternalProviderOptions Settings => settings;

    private ClientAuthentication Authentication => settings.ClientAuthentication ?? ClientAuthentication.Basic;

    public Task<Result<string>> CreateAuthorizationUrlAsync(AuthorizationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<string>>(AuthorizationUrl.Create(settings.AuthorizationEndpoint!, settings, request, nonce: null));

    public Task<Result<ExternalAccount>> RedeemAsync(AuthorizationCode code, CancellationToken cancellationToken) => calls.RunAsync(
        name,
        async () =>
        {
            if (settings.Issuer is not null && code.Issuer is not null && code.Issuer != settings.Issuer)
                throw new ExternalProviderException(AuthError.OAuthInvalidState, "a response is from another issuer");
            var (tokens, _) = await _tokens.RedeemAsync(settings.TokenEndpoint!, Authentication, code, cancellationToken);
            var profile = await http.GetJsonAsync(settings.UserInfoEndpoint!, tokens.AccessToken, cancellationToken);
            var account = ProviderProfile.Read(profile, settings, tokens);
            return settings.EmailsEndpoint is null ? account : await WithPrimaryEmailAsync(account, cancellationToken);
        },
        cancellationToken);

    public Task<Result<ProviderTokens>> RefreshAsync(string refreshToken, CancellationToken cancellationToken) => calls.RunAsync(
        name,
        async () => (await _tokens.RefreshAsync(settings.TokenEndpoint!, Authentication, refreshToken, cancellationToken)).Tokens,
        cancellationToken);

    private async Task<ExternalAccount> WithPrimaryEmailAsync(ExternalAccount account, CancellationToken cancellationToken)
    {
        var emails = await http.GetJsonAsync(settings.EmailsEndpoint!, account.Tokens.AccessToken, cancellationToken);
        var (email, isVerified) = ProviderProfile.PrimaryIn(emails);
        return account with { Email = email, IsEmailVerified = email is not null && isVerified };
    }
}
