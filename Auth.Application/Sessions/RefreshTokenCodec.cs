using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>
/// Derives refresh tokens. The first token of a session is an <see cref="Backends.Opaque.OpaqueToken"/>. Each later token is an HMAC of its
/// predecessor. Two concurrent uses of a token thus return the same successor, although no token is stored.
/// </summary>
public sealed class RefreshTokenCodec(IOptions<AuthOptions> options)
{
    private readonly byte[][] _successorKeys = DerivedKey.AllFrom(options.Value.Jwt, "auth: successor of a refresh token");

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
