using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Tokens;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>
/// Refresh tokens: 256 bits in base64url, the first of a session random, each later one an HMAC of the one before it. So two
/// who use one token at the same moment are both given the same successor, though no token is ever stored.
/// </summary>
public sealed class RefreshTokenCodec(IOptions<AuthOptions> options)
{
    private const int TokenBytes = 32;

    private readonly byte[][] _successorKeys = [.. options.Value.Jwt.VerificationSecrets.Prepend(options.Value.Jwt.Secret!)
        .Select(secret => DerivedKey.From(secret, "auth: successor of a refresh token"))];

    /// <summary>A new token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>What is stored of a token: its SHA-256. Its 256 random bits need no salt and no stretching.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The token that is given for this one.</summary>
    public string Successor(string token) => Successor(token, _successorKeys[0]);

    /// <summary>
    /// The tokens that may have been given for this one, likeliest first: while a secret is being replaced, instances differ in
    /// the one that they begin with.
    /// </summary>
    public IEnumerable<string> PossibleSuccessors(string token) => _successorKeys.Select(key => Successor(token, key));

    private static string Successor(string token, byte[] key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(token)));
}
