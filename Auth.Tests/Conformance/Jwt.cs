using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

/// <summary>Creates and reads signed tokens by hand (RFC 7515 §3.1), so that the codec is not tested against itself.</summary>
internal static class Jwt
{
    public const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>Returns a token signed with HMAC SHA-256 under the secret of the servers under test.</summary>
    public static string Sign(string payload, string header = Header, string secret = AuthServer.Secret) =>
        Sign(Encoding.UTF8.GetBytes(payload), header, input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input));

    /// <summary>Returns a token with an arbitrary payload and signature.</summary>
    public static string Sign(byte[] payload, string header, Func<byte[], byte[]> sign)
    {
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Returns the header of a token as text.</summary>
    public static string HeaderOf(string token) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0]));

    /// <summary>Returns the claims of a token.</summary>
    public static JsonElement ClaimsOf(string token) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

    /// <summary>Whether the signature of a token is valid.</summary>
    public static bool IsSigned(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 3 && token == Sign(
            Base64Url.DecodeFromChars(parts[1]),
            HeaderOf(token),
            input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(AuthServer.Secret), input));
    }
}
