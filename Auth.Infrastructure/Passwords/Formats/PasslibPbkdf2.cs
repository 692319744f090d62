using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>
/// passlib's PBKDF2: <c>$pbkdf2-sha256$29000$salt$digest</c>, <c>$pbkdf2-sha512$…</c> and <c>$pbkdf2$…</c> with SHA-1.
/// Keycloak's hashes are imported in this form.
/// </summary>
internal static partial class PasslibPbkdf2
{
    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text)
    {
        if (Pattern().Match(text) is not { Success: true, Groups: var groups }
            || !TryDecode(groups["salt"], out var salt)
            || !TryDecode(groups["digest"], out var digest))
        {
            return null;
        }

        var (kind, function) = groups["function"].Value switch
        {
            "-sha512" => ("pbkdf2-sha512", HashAlgorithmName.SHA512),
            "-sha256" => ("pbkdf2-sha256", HashAlgorithmName.SHA256),
            _ => ("pbkdf2-sha1", HashAlgorithmName.SHA1),
        };
        return Pbkdf2Hash.Create(
            kind, function, long.Parse(groups["rounds"].ValueSpan, CultureInfo.InvariantCulture), salt, digest);
    }

    private static bool TryDecode(Group text, out byte[] bytes) =>
        UnpaddedBase64.TryDecode(text.Value.Replace('.', '+'), out bytes);

    [GeneratedRegex(@"^\$pbkdf2(?<function>-sha256|-sha512)?\$(?<rounds>[1-9][0-9]{0,9})" +
        @"\$(?<salt>[A-Za-z0-9./]{2,700})\$(?<digest>[A-Za-z0-9./]{22,172})\z")]
    private static partial Regex Pattern();
}
