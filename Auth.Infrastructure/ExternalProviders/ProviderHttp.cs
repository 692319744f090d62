using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>Sends requests to external providers.</summary>
internal sealed class ProviderHttp(IHttpClientFactory clients, IOptions<AuthOptions> options)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "external-providers";

    /// <summary>The maximum length of a response in bytes.</summary>
    public const int MaxResponseBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Creates a client. Clients are cheap: their connections are shared.</summary>
    public HttpClient Create()
    {
        var client = clients.CreateClient(ClientName);
        client.Timeout = TimeSpan.FromSeconds(options.Value.ExternalLogins.TimeoutSeconds);
        return client;
    }

    /// <summary>Returns a document.</summary>
    /// <exception cref="ExternalProviderException">The status is not 200.</exception>
    public async Task<string> GetTextAsync(string url, string? accessToken, CancellationToken cancellationToken)
    {
        using var client = Create();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (accessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await client.SendAsync(request, cancellationToken);
        Require(response.StatusCode);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Returns a JSON document.</summary>
    public async Task<JsonElement> GetJsonAsync(string url, string? accessToken, CancellationToken cancellationToken) =>
        Parse(await GetTextAsync(url, accessToken, cancellationToken));

    /// <summary>Parses JSON without duplicate members.</summary>
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        return document.RootElement.Clone();
    }

    /// <summary>Throws unless the status is 200.</summary>
    /// <exception cref="ExternalProviderException">The status is not 200.</exception>
    public static void Require(HttpStatusCode status)
    {
        if (status is not HttpStatusCode.OK)
        {
            throw new ExternalProviderException(
                (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
                    ? AuthError.OAuthProviderUnavailable
                    : AuthError.OAuthProviderError,
                $"a response has the status {(int)status}");
        }
    }
}
