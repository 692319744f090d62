using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Auth.Api.Authentication;

/// <summary>Finds the token in an <c>Authorization</c> header (RFC 6750 §2.1).</summary>
internal static class BearerToken
{
    public const string Scheme = "Bearer";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>
    /// Parses the case-insensitive scheme, one space and one token. Only the first of several headers is read.
    /// </summary>
    /// <returns>The token; null when the header is absent or malformed.</returns>
    public static string? Find(StringValues authorization)
    {
        if (authorization is not [{ } header, ..] || !header.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase))
            return null;
        var token = header.AsSpan(Scheme.Length + 1);
        return token.IsEmpty || token.ContainsAnyExcept(TokenCharacters) ? null : token.ToString();
    }
}
