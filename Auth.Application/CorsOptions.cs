namespace Auth.Application;

/// <summary>Which pages of other origins may call the API from a browser: <c>Auth:Cors</c>.</summary>
public sealed class CorsOptions
{
    /// <summary>
    /// The origins, exactly as browsers send them (RFC 6454 §6.2): <c>https://app.example.com</c>, with a port where it is not
    /// the scheme's own. Without any, no page of another origin may.
    /// </summary>
    /// <remarks>
    /// No wildcard. It would give nobody a token, for tokens are no cookies; but any page could have its visitors guess
    /// passwords, each from an address of their own, and read the answers.
    /// </remarks>
    public IList<string> Origins { get; } = [];

    /// <summary>Sentences about the origins that are none.</summary>
    internal IEnumerable<string> Failures() => Origins.Where(origin => !IsOrigin(origin)).Select(origin =>
        $"Auth:Cors:Origins holds {origin}, which no browser sends as an origin: it is scheme://host or scheme://host:port, in "
        + "small letters, without the scheme's own port, a path or a wildcard: https://app.example.com.");

    // What is left of an address when it has nothing else: the same letters.
    private static bool IsOrigin(string origin) =>
        !origin.Contains('*', StringComparison.Ordinal)
        && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri is { UserInfo: "", IsFile: false, Host.Length: > 0 }
        && uri.GetLeftPart(UriPartial.Authority) == origin;
}
