namespace Auth.Application;

/// <summary>The origins of web pages that may call the API from a browser: <c>Auth:Cors</c>.</summary>
public sealed class CorsOptions
{
    /// <summary>
    /// The permitted origins, exactly as browsers send them (RFC 6454 §6.2): <c>https://app.example.com</c>, with the port if it
    /// is not the default port of the scheme. If the list is empty, no page of another origin may call the API.
    /// </summary>
    /// <remarks>
    /// Wildcards are rejected. A wildcard would not expose tokens, because tokens are not cookies. However, any page could use
    /// its visitors' browsers to guess passwords, each from a different address, and read the responses.
    /// </remarks>
    public IList<string> Origins { get; } = [];

    /// <summary>Returns an error message for each invalid origin.</summary>
    internal IEnumerable<string> Failures() => Origins.Where(origin => !IsOrigin(origin)).Select(origin =>
        $"Auth:Cors:Origins contains {origin}, which is not a valid origin. An origin is scheme://host or scheme://host:port, in "
        + "lower case, without the default port of the scheme, a path or a wildcard: https://app.example.com.");

    // A URI is an origin if it is identical to its scheme and authority.
    private static bool IsOrigin(string origin) =>
        !origin.Contains('*', StringComparison.Ordinal)
        && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri is { UserInfo: "", IsFile: false, Host.Length: > 0 }
        && uri.GetLeftPart(UriPartial.Authority) == origin;
}
