using System.Security.Cryptography;
using Auth.Application.Login.External;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>
/// The discovery document and the keys of an OpenID Connect provider. They are requested at the first login, again after half a
/// day, and when an id token has an unknown key. An outage of the provider has no effect on a document that is known.
/// </summary>
internal sealed class OpenIdMetadata(string issuer, ProviderHttp http, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The shortest time between two requests.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Documents _documents = new(issuer, http);
    private OpenIdConnectConfiguration? _known;
    private Task<OpenIdConnectConfiguration>? _request;
    private long _knownAt, _requestedAt;

    /// <summary>Returns the discovery document with the keys.</summary>
    public Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken) => GetAsync(Lifetime, cancellationToken);

    /// <summary>Returns the document again, because an id token has an unknown key. At most once a minute it is requested.</summary>
    public Task<OpenIdConnectConfiguration> RefreshAsync(CancellationToken cancellationToken) => GetAsync(Pause, cancellationToken);

    private async Task<OpenIdConnectConfiguration> GetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        Task<OpenIdConnectConfiguration> request;
        lock (_lock)
        {
            if (_known is not null
                && (time.GetElapsedTime(_knownAt) < age || (_request is null && time.GetElapsedTime(_requestedAt) < Pause)))
            {
                return _known;
            }

            if (_request is null)
            {
                _requestedAt = time.GetTimestamp();

                // Not canceled with the login that starts it, because other logins wait for it. The HTTP client limits its time.
                _request = Task.Run(RequestAsync, CancellationToken.None);
            }

            request = _request;
        }

        try
        {
            return await request.WaitAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && _known is not null)
        {
            return _known;
        }
    }

    private async Task<OpenIdConnectConfiguration> RequestAsync()
    {
        try
        {
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{issuer.TrimEnd('/')}/.well-known/openid-configuration", _documents, CancellationToken.None);
            Check(found);
            lock (_lock)
                (_known, _knownAt) = (found, time.GetTimestamp());
            return found;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException
            or NotSupportedException or CryptographicException)
        {
            throw ExternalProviderException.Unusable("the discovery document or the keys are malformed", exception);
        }
        finally
        {
            lock (_lock)
                _request = null;
        }
    }

    private void Check(OpenIdConnectConfiguration found)
    {
        if (found.Issuer != issuer)
            throw ExternalProviderException.Unusable("the discovery document has another issuer");
        string?[] urls = [found.AuthorizationEndpoint, found.TokenEndpoint, .. found.UserInfoEndpoint is { Length: > 0 } url ? [url] : Array.Empty<string>()];
        if (urls.Any(address => !ProviderUrl.IsAllowed(address, issuer)))
            throw ExternalProviderException.Unusable("the discovery document has an endpoint that is missing or not permitted");
        if (found.SigningKeys.Count == 0)
            throw ExternalProviderException.Unusable("the provider has no keys");
    }

    /// <summary>Requests the documents, and only those that the provider may name.</summary>
    private sealed class Documents(string issuer, ProviderHttp http) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => ProviderUrl.IsAllowed(address, issuer)
            ? http.GetTextAsync(address, accessToken: null, cancel)
            : throw ExternalProviderException.Unusable("the discovery document names a URL of keys that is not permitted");
    }
}
