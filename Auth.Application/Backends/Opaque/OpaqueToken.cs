using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Auth.Application.Backends.Opaque;

/// <summary>
/// A token without content: 256 random bits in base64url, 43 characters as in fastapi-users. Only its SHA-256 is stored.
/// </summary>
public static class OpaqueToken
{
    private const int TokenBytes = 32;

    private static readonly int Length = Base64Url.GetEncodedLength(TokenBytes);

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Creates a token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Returns whether a text has the format of a token. Other texts need no look-up.</summary>
    public static bool IsWellFormed(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>Returns the SHA-256 of a token, which is stored. The 256 random bits need no salt and no stretching.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
