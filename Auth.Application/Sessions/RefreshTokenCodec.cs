using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>
/// Creates refresh tokens: 256 bits in base64url. The first token of a session is random. Each later token is an HMAC of its
/// predecessor. Two concurrent uses of a token thus return the same successor, although no token is stored.
/// </summary>
public sealed class RefreshTokenCodec(IOptions<AuthOptions> options)
{
    private const int TokenBytes = 32;

    private readonly byte[][] _successorKeys = [.. options.Value.Jwt.VerificationSecrets.Prepend(options.Value.Jwt.Secret!)
        .Select(secret => DerivedKey.From(secret, "auth: successor of a refresh token"))];

    /// <summary>Creates the first token of a session.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Returns the SHA-256 of a token, which is stored. The 256 random bits need no salt and no stretching.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Returns the successor of a token.</summary>
    public string Successor(string token) => Successor(token, _successorKeys[0]);

    /// <summary>
    /// Returns the possible successors of a token, most likely first. While a secret is being replaced, instances may derive the
    /// successor from different secrets.
    /// </summary>
    public IEnumerable<string> PossibleSuccessors(string token) => _successorKeys.Select(key => Successor(token, key));

    private static string Successor(string token, byte[] key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(token)));
}
