using System.Security.Cryptography;
using System.Text;

namespace Auth.Application.Tokens;

/// <summary>
/// Keys that are no token's, each derived from <see cref="JwtOptions.Secret"/> for one purpose (HKDF, RFC 5869): no key is used
/// in two ways.
/// </summary>
internal static class DerivedKey
{
    private const int Bytes = 32;

    /// <summary>The key of 256 bits for <paramref name="purpose"/>: the same for the same secret, everywhere.</summary>
    public static byte[] From(string secret, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Bytes, info: Encoding.ASCII.GetBytes(purpose));
}
