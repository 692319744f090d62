using System.Text.Json;
using Auth.Application;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>Converts the failures of providers to errors, and logs them without data of the provider or of users.</summary>
internal sealed partial class ProviderCalls(ILogger<ProviderCalls> logger)
{
    /// <summary>Runs requests to a provider.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="call">The requests. It throws when the provider fails.</param>
    /// <param name="cancellationToken">Canceled by the time limit of the provider, or with the request.</param>
    public async Task<Result<T>> RunAsync<T>(string provider, Func<Task<T>> call, CancellationToken cancellationToken)
        where T : notnull
    {
        try
        {
            return await call().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (ErrorOf(exception) is { } error)
        {
            LogFailure(provider, error.Code, Describe(exception));
            return error;
        }
    }

    private static AuthError? ErrorOf(Exception exception) => exception switch
    {
        ExternalProviderException failure => failure.Error,
        BrokenCircuitException or RateLimiterRejectedException => AuthError.OAuthProviderUnavailable,

        // The client of HTTP reports its own time limit, and the time limit of the login, in this way. If the client of this
        // service has disconnected instead, nobody reads the response.
        OperationCanceledException or TimeoutException => AuthError.OAuthProviderTimeout,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse
            or HttpRequestError.ResponseEnded
        } => AuthError.OAuthProviderError,
        HttpRequestException or IOException => AuthError.OAuthProviderUnavailable,
        JsonException => AuthError.OAuthProviderError,
        _ => null,
    };

    private static string Describe(Exception exception) =>
        exception is ExternalProviderException failure ? failure.Message : exception.GetType().Name;

    [LoggerMessage(EventName = "ExternalProviderFailed", Level = LogLevel.Warning,
        Message = "The external provider {Provider} failed with {Code}: {Reason}")]
    private partial void LogFailure(string provider, string code, string reason);
}
