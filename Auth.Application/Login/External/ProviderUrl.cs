using System.Net;

namespace Auth.Application.Login.External;

/// <summary>The rules for URLs of external providers.</summary>
public static class ProviderUrl
{
    /// <summary>Whether a text is an absolute URL with HTTPS, or with HTTP on loopback, and without credentials.</summary>
    public static bool IsSecure(string? url) =>
        Parse(url) is { } uri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)));

    /// <summary>
    /// Whether the service may request a URL that a provider names. A discovery document must not direct requests to the internal
    /// network: the URL has HTTPS and a public host, except that a provider on loopback, or with an IP address as its host, may
    /// name its own host.
    /// </summary>
    /// <param name="url">The URL.</param>
    /// <param name="issuer">The configured issuer of the provider.</param>
    public static bool IsAllowed(string? url, string issuer)
    {
        if (Parse(url) is not { } uri || Parse(issuer) is not { } trusted || !IsSecure(url))
            return false;
        if (IsLoopback(trusted))
            return IsLoopback(uri) || IsNamed(uri);
        return uri.Scheme == Uri.UriSchemeHttps && (uri.Host == trusted.Host || IsNamed(uri));
    }

    /// <summary>Whether the host is <c>localhost</c> or a loopback address.</summary>
    public static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether the host is a name and not an IP address in any notation, nor a name of the local machine.</summary>
    private static bool IsNamed(Uri uri) =>
        uri.HostNameType is UriHostNameType.Dns && uri.Host != "localhost"
        && !uri.Host.EndsWith(".localhost", StringComparison.Ordinal);

    private static Uri? Parse(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Host.Length > 0 ? uri : null;
}
