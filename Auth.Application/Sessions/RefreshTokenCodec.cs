using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>
/// Refresh tokens: 256 bits in base64url, the first of a session random, each later one an HMAC of the one before it. So two
/// who use one token at the same moment are both given the same successor, though no token is ever stored.
/// </summary>
public sealed class RefreshTokenCodec(IOptions<AuthOptions> options)
{
    private const int TokenBytes = 32;

    private readonly byte[] _successorKey = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(options.Value.Jwt.Secret!),
        TokenBytes,
        info: Encoding.ASCII.GetBytes("auth: successor of a refresh token"));

    /// <summary>A new token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>What is stored of a token: its SHA-256. Its 256 random bits need no salt and no stretching.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The token that is given for this one.</summary>
    public string Successor(string token) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_successorKey, Encoding.UTF8.GetBytes(token)));
}
