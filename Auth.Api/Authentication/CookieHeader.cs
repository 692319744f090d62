using Microsoft.Extensions.Primitives;

namespace Auth.Api.Authentication;

/// <summary>
/// Reads the <c>Cookie</c> header as fastapi-users does. ASP.NET Core compares names without regard to case and decodes values.
/// </summary>
internal static class CookieHeader
{
    /// <summary>
    /// Returns the value of the last cookie with this name, without enclosing quotation marks; null if it is missing or empty. Several
    /// headers are one list (RFC 9113 §8.2.3).
    /// </summary>
    public static string? Find(StringValues headers, string name)
    {
        ReadOnlySpan<char> found = default;
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan(range);
                var equals = pair.IndexOf('=');
                if (equals >= 0 && pair[..equals].Trim(" \t").SequenceEqual(name))
                    found = Unquote(pair[(equals + 1)..].Trim(" \t"));
            }
        }

        return found.IsEmpty ? null : found.ToString();
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) =>
        value is ['"', .. var inner, '"'] ? inner : value;
}
