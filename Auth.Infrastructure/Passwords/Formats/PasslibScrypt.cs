using System.Globalization;
using System.Text.RegularExpressions;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>passlib's scrypt: <c>$scrypt$ln=16,r=8,p=1$salt$digest</c>.</summary>
internal static partial class PasslibScrypt
{
    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text) =>
        Pattern().Match(text) is { Success: true, Groups: var groups }
            && ScryptParameters.Create(Number(groups["ln"]), Number(groups["r"]), Number(groups["p"])) is { } parameters
            && UnpaddedBase64.TryDecode(groups["salt"].Value, out var salt)
            && UnpaddedBase64.TryDecode(groups["digest"].Value, out var digest)
                ? new ScryptHash("scrypt", parameters, salt, digest)
                : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\$scrypt\$ln=(?<ln>[1-9][0-9]?),r=(?<r>[1-9][0-9]{0,5}),p=(?<p>[1-9][0-9]{0,5})" +
        @"\$(?<salt>[A-Za-z0-9+/]{2,700})\$(?<digest>[A-Za-z0-9+/]{22,172})\z")]
    private static partial Regex Pattern();
}
