using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Django's scrypt: <c>scrypt$16384$salt$8$1$digest</c> with N, the salt, r and p.</summary>
internal static partial class DjangoScrypt
{
    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text) =>
        Pattern().Match(text) is { Success: true, Groups: var groups }
            && Number(groups["n"]) is var n && BitOperations.IsPow2(n)
            && ScryptParameters.Create(BitOperations.Log2((uint)n), Number(groups["r"]), Number(groups["p"])) is { } parameters
            && UnpaddedBase64.TryDecode(groups["digest"].Value, out var digest)
                ? new ScryptHash("django-scrypt", parameters, Encoding.UTF8.GetBytes(groups["salt"].Value), digest)
                : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^scrypt\$(?<n>[1-9][0-9]{0,8})\$(?<salt>[^$]{1,256})\$(?<r>[1-9][0-9]{0,5})\$(?<p>[1-9][0-9]{0,5})" +
        @"\$(?<digest>[A-Za-z0-9+/]{22,172})={0,2}\z")]
    private static partial Regex Pattern();
}
