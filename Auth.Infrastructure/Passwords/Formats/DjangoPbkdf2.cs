using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Django's PBKDF2: <c>pbkdf2_sha256$600000$salt$digest</c> and <c>pbkdf2_sha1$…</c>.</summary>
internal static partial class DjangoPbkdf2
{
    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text)
    {
        if (Pattern().Match(text) is not { Success: true, Groups: var groups }
            || !UnpaddedBase64.TryDecode(groups["digest"].Value, out var digest))
        {
            return null;
        }

        // The salt is text, and its characters are used without decoding.
        var salt = Encoding.UTF8.GetBytes(groups["salt"].Value);
        var iterations = long.Parse(groups["iterations"].ValueSpan, CultureInfo.InvariantCulture);
        return groups["function"].Value == "sha256"
            ? Pbkdf2Hash.Create("django-pbkdf2-sha256", HashAlgorithmName.SHA256, iterations, salt, digest)
            : Pbkdf2Hash.Create("django-pbkdf2-sha1", HashAlgorithmName.SHA1, iterations, salt, digest);
    }

    [GeneratedRegex(@"^pbkdf2_(?<function>sha256|sha1)\$(?<iterations>[1-9][0-9]{0,9})" +
        @"\$(?<salt>[^$]{1,256})\$(?<digest>[A-Za-z0-9+/]{22,172})={0,2}\z")]
    private static partial Regex Pattern();
}
