using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>
/// A hash of ASP.NET Core Identity: the base64 encoding of bytes that start with the format, 0 for version 2 and 1 for version 3.
/// </summary>
internal static partial class IdentityHash
{
    private const int V2Iterations = 1000, V2SaltBytes = 16, V2DigestBytes = 32;

    // The version, the function, the iterations and the length of the salt.
    private const int V3HeaderBytes = 1 + 3 * sizeof(uint);
    private const int V3ShortestSalt = 16;

    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text)
    {
        if (!Pattern().IsMatch(text) || !UnpaddedBase64.TryDecode(text.TrimEnd('='), out var bytes))
            return null;
        return bytes[0] == 0 ? ReadV2(bytes.AsSpan(1)) : bytes.Length > V3HeaderBytes ? ReadV3(bytes) : null;
    }

    private static Pbkdf2Hash? ReadV2(ReadOnlySpan<byte> bytes) => bytes.Length != V2SaltBytes + V2DigestBytes
        ? null
        : Pbkdf2Hash.Create("identity-v2", HashAlgorithmName.SHA1, V2Iterations,
            bytes[..V2SaltBytes].ToArray(), bytes[V2SaltBytes..].ToArray());

    private static Pbkdf2Hash? ReadV3(ReadOnlySpan<byte> bytes)
    {
        HashAlgorithmName? function = Integer(bytes, 0) switch
        {
            0 => HashAlgorithmName.SHA1,
            1 => HashAlgorithmName.SHA256,
            2 => HashAlgorithmName.SHA512,
            _ => null,
        };
        var saltBytes = Integer(bytes, 2);
        var rest = bytes[V3HeaderBytes..];
        return function is null || saltBytes < V3ShortestSalt || saltBytes > rest.Length
            ? null
            : Pbkdf2Hash.Create("identity-v3", function.Value, Integer(bytes, 1),
                rest[..(int)saltBytes].ToArray(), rest[(int)saltBytes..].ToArray());
    }

    private static uint Integer(ReadOnlySpan<byte> bytes, int index) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes[(1 + index * sizeof(uint))..]);

    // The texts of bytes that start with 0, or with 1 and a small number.
    [GeneratedRegex(@"^A[A-Q][A-Za-z0-9+/]{50,400}={0,2}\z")]
    private static partial Regex Pattern();
}
