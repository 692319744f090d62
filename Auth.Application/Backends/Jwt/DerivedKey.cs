using System.Security.Cryptography;
using System.Text;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// Keys for other purposes than signing tokens. Each is derived from <see cref="JwtOptions.Secret"/> for one purpose (HKDF,
/// RFC 5869), so that no key has two purposes.
/// </summary>
public static class DerivedKey
{
    private const int Bytes = 32;

    /// <summary>Returns the 256-bit key for a purpose. It depends only on the secret and the purpose.</summary>
    public static byte[] From(string secret, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Bytes, info: Encoding.ASCII.GetBytes(purpose));

    /// <summary>
    /// Returns the keys for a purpose: that of the signing secret, then those of the secrets that only verify while a secret is being
    /// replaced. Weak secrets have none.
    /// </summary>
    public static byte[][] AllFrom(JwtOptions jwt, string purpose) =>
        [.. WeakSecrets.Without(jwt).Select(secret => From(secret, purpose))];
}
