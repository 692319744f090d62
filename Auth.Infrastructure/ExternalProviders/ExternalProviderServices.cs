using System.Net;
using System.Net.Http.Headers;
using Auth.Application;
using Auth.Application.Login.External;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>Registers the external providers, and the HTTP client of their requests.</summary>
internal static class ExternalProviderServices
{
    /// <summary>The maximum number of simultaneous requests to one provider. Further requests fail at once.</summary>
    private const int MaxRequests = 200;

    public static IServiceCollection AddExternalProviders(this IServiceCollection services)
    {
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<ProviderCalls>();
        services.AddSingleton(provider =>
        {
            var configured = provider.GetRequiredService<IOptions<AuthOptions>>().Value.ExternalProviders;
            return new Application.Login.External.ExternalProviders(
                configured.Select(entry => Create(provider, entry.Key, entry.Value.WithPreset())));
        });
        services.AddHttpClient(ProviderHttp.ClientName, SetUp)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectCallback = ConnectGuard.ConnectAsync,
            })
            .RemoveAllLoggers()
            .AddResilienceHandler("external-providers", SetUp).SelectPipelineByAuthority();
        return services;
    }

    private static IExternalProvider Create(IServiceProvider services, string name, ExternalProviderOptions settings) =>
        settings.Type is ExternalProviderType.OAuth2
            ? ActivatorUtilities.CreateInstance<OAuth2Provider>(services, name, settings)
            : ActivatorUtilities.CreateInstance<OpenIdConnectProvider>(services, name, settings);

    private static void SetUp(HttpClient client)
    {
        client.MaxResponseContentBufferSize = ProviderHttp.MaxResponseBytes;
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        // GitHub refuses requests without one.
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Auth", "1"));
    }

    private static void SetUp(ResiliencePipelineBuilder<HttpResponseMessage> pipeline)
    {
        pipeline.AddConcurrencyLimiter(MaxRequests);

        // A code or a refresh token is used up by a request whose response was lost, so only reads are repeated.
        var retry = new HttpRetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.FromMilliseconds(200) };
        retry.DisableForUnsafeHttpMethods();
        pipeline.AddRetry(retry);
        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
        });
    }
}
