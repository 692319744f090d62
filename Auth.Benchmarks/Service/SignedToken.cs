using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Auth.Benchmarks.Service;

/// <summary>Signs and verifies access tokens without the service (RFC 7515).</summary>
internal static class SignedToken
{
    /// <summary>Returns the token without its session, signed as fastapi-users does.</summary>
    public static string WithoutSession(string token, string secret)
    {
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        claims.Remove("sid");
        var signed = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Whether the token is signed with the secret.</summary>
    public static bool IsSignedWith(string token, string secret)
    {
        var end = token.LastIndexOf('.');
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(token[..end]));
        return Base64Url.EncodeToString(signature) == token[(end + 1)..];
    }
}
