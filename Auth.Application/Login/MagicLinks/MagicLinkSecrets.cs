using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.MagicLinks;

/// <summary>
/// Derives the token and the code of a login by mail from its id, so that neither is stored and a repeated delivery contains the same
/// ones.
/// </summary>
public sealed class MagicLinkSecrets(IOptions<AuthOptions> options)
{
    private const int Codes = 1_000_000;

    private readonly byte[][] _keys = DerivedKey.AllFrom(options.Value.Jwt, "auth: login by mail");

    /// <summary>Returns the token in the link: 256 bits in base64url.</summary>
    public string TokenOf(Guid id) => TokenOf(_keys[0], id);

    /// <summary>Returns the six-digit code.</summary>
    public string CodeOf(Guid id) => CodeOf(_keys[0], id);

    /// <summary>Returns whether a token or a code is that of a login.</summary>
    /// <param name="id">The login.</param>
    /// <param name="token">The token, if it was presented.</param>
    /// <param name="code">The code, if it was presented. Spaces and hyphens are ignored.</param>
    public bool Match(Guid id, string? token, string? code)
    {
        var digits = code is null ? null : new string([.. code.Where(character => character is not (' ' or '-'))]);
        var matches = false;
        foreach (var key in _keys)
            matches |= AreEqual(token, TokenOf(key, id)) | AreEqual(digits, CodeOf(key, id));
        return matches;
    }

    private static string TokenOf(byte[] key, Guid id) => Base64Url.EncodeToString(Derive(key, "token", id));

    // The remainder of 64 bits prefers no code measurably.
    private static string CodeOf(byte[] key, Guid id) => (BinaryPrimitives.ReadUInt64BigEndian(Derive(key, "code", id)) % Codes)
        .ToString("D6", CultureInfo.InvariantCulture);

    private static byte[] Derive(byte[] key, string purpose, Guid id) =>
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{purpose} {id:D}"));

    private static bool AreEqual(string? given, string expected) => given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.ASCII.GetBytes(expected));
}
