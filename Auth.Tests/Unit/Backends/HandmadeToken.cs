using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auth.Tests.Unit.Backends;

/// <summary>Creates and parses tokens without the library under test (RFC 7515 §7.1).</summary>
internal static class HandmadeToken
{
    public const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>Returns a token with a payload, signed with HMAC-SHA-256.</summary>
    public static string Sign(string payload, string header = Header, string secret = Settings.Secret)
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text));
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Returns whether a token is signed with the secret of the settings.</summary>
    public static bool IsSigned(string token) => token == Sign(Part(token, 1), Part(token, 0));

    /// <summary>Returns the claims of a valid token, with some replaced by other JSON. Null removes a claim.</summary>
    public static string Claims(Guid subject, DateTimeOffset now, string audience, params (string Name, string? Json)[] changes)
    {
        var claims = new JsonObject
        {
            ["sub"] = subject.ToString(),
            ["aud"] = audience,
            ["exp"] = now.ToUnixTimeSeconds() + 60,
        };
        foreach (var (name, json) in changes)
        {
            claims.Remove(name);
            if (json is not null)
                claims.Add(name, JsonNode.Parse(json));
        }

        return claims.ToJsonString();
    }

    public static string HeaderOf(string token) => Part(token, 0);

    public static JsonElement ClaimsOf(string token) => JsonSerializer.Deserialize<JsonElement>(Part(token, 1));

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Part(string token, int index) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[index]));
}
