using Auth.Application;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>A provider failed, or sent an unusable response. The message contains no data of the provider or of users.</summary>
internal sealed class ExternalProviderException(AuthError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The error that the client receives.</summary>
    public AuthError Error { get; } = error;

    /// <summary>Creates the exception for an unusable response.</summary>
    public static ExternalProviderException Unusable(string message, Exception? inner = null) =>
        new(AuthError.OAuthProviderError, message, inner);
}
