using System.Globalization;
using System.Net;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Auth.Application;
using Auth.Application.Login.External;
using Duende.IdentityModel.Client;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>Sends requests to the token endpoint of a provider (RFC 6749 §3.2).</summary>
internal sealed class TokenEndpoint(ExternalProviderOptions settings, ProviderHttp http, TimeProvider time)
{
    private const int LongestToken = 64 * 1024;
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    /// <summary>Exchanges an authorization code for tokens.</summary>
    /// <exception cref="ExternalProviderException">The provider refuses the code, or its response is unusable.</exception>
    public Task<TokenReply> RedeemAsync(
        string url, ClientAuthentication authentication, AuthorizationCode code, CancellationToken cancellationToken) =>
        RequestAsync(
            new AuthorizationCodeTokenRequest
            {
                Code = code.Code,
                RedirectUri = code.RedirectUri,
                CodeVerifier = settings.UsePkce is true ? code.CodeVerifier : null,
            },
            url, authentication, AuthError.OAuthCodeRefused,
            (client, request) => client.RequestAuthorizationCodeTokenAsync(request, cancellationToken));

    /// <summary>Exchanges a refresh token for tokens.</summary>
    /// <exception cref="ExternalProviderException">The provider refuses the token, or its response is unusable.</exception>
    public Task<TokenReply> RefreshAsync(
        string url, ClientAuthentication authentication, string refreshToken, CancellationToken cancellationToken) =>
        RequestAsync(
            new RefreshTokenRequest { RefreshToken = refreshToken }, url, authentication, AuthError.OAuthTokensExpired,
            (client, request) => client.RequestRefreshTokenAsync(request, cancellationToken));

    private async Task<TokenReply> RequestAsync<T>(
        T request, string url, ClientAuthentication authentication, AuthError refusal,
        Func<HttpClient, T, Task<TokenResponse>> send)
        where T : TokenRequest
    {
        using (request)
        {
            request.Address = url;
            request.ClientId = settings.ClientId!;
            request.ClientSecret = ClientSecret.Of(settings, time);
            request.ClientCredentialStyle = authentication is ClientAuthentication.Basic
                ? ClientCredentialStyle.AuthorizationHeader
                : ClientCredentialStyle.PostBody;
            using var client = http.Create();
            return Read(await send(client, request), refusal);
        }
    }

    private TokenReply Read(TokenResponse response, AuthError refusal)
    {
        if (response.Exception is { } exception && response.ErrorType is ResponseErrorType.Exception)
            ExceptionDispatchInfo.Throw(exception);
        var body = BodyOf(response);
        if (ProviderProfile.StringIn(body, "error") is { } error)
        {
            // Errors other than a refused grant are misconfigurations of this service or failures of the provider.
            throw new ExternalProviderException(
                error is "invalid_grant" or "bad_verification_code" ? refusal : AuthError.OAuthProviderError,
                $"the token endpoint refuses with the status {(int)response.HttpStatusCode}");
        }

        ProviderHttp.Require(response.HttpStatusCode);
        var accessToken = ProviderProfile.StringIn(body, "access_token");
        if (accessToken is not { Length: > 0 and <= LongestToken } || !IsBearer(body))
            throw ExternalProviderException.Unusable("the token response has no bearer token");
        return new(
            new(accessToken, ProviderProfile.StringIn(body, "refresh_token"), ExpiryIn(body)),
            ProviderProfile.StringIn(body, "id_token"));
    }

    private static JsonElement BodyOf(TokenResponse response)
    {
        try
        {
            return ProviderHttp.Parse(response.Raw ?? "");
        }
        catch (JsonException) when (response.HttpStatusCode is not HttpStatusCode.OK)
        {
            return default;
        }
    }

    private static bool IsBearer(JsonElement body) => !body.TryGetProperty("token_type", out _)
        || string.Equals(ProviderProfile.StringIn(body, "token_type"), "bearer", StringComparison.OrdinalIgnoreCase);

    private DateTimeOffset? ExpiryIn(JsonElement body)
    {
        if (!body.TryGetProperty("expires_in", out var value) || value.ValueKind is JsonValueKind.Null)
            return null;
        var isNumber = value.ValueKind is JsonValueKind.Number
            ? value.TryGetDouble(out var seconds)
            : double.TryParse(
                ProviderProfile.StringIn(body, "expires_in"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seconds);
        if (!isNumber)
            throw ExternalProviderException.Unusable("the lifetime of the tokens is no number");
        return time.GetUtcNow().AddSeconds(Math.Clamp(seconds, 0, LongestLifetime.TotalSeconds));
    }
}

/// <summary>The response of a token endpoint.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="IdToken">The id token, if any.</param>
internal sealed record TokenReply(ProviderTokens Tokens, string? IdToken);
