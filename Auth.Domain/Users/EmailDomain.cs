using System.Buffers;
using System.Globalization;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>The part of an address after the @-sign: a public domain name (RFC 1123 §2.1) in any script (UTS #46).</summary>
internal static class EmailDomain
{
    // RFC 1035 §2.3.4. The maximum length of an address also limits the length of the whole name.
    private const int LongestLabel = 63;
    private const string EncodedPrefix = "xn--";
    private const string NotIdna = "The part after the @-sign is not valid IDNA.";

    private static readonly IdnMapping Mapping = new();

    private static readonly SearchValues<char> HostnameText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    // RFC 6761, 6762, 7686 and 3172. "example" is not included: RFC 6761 §6.5 states that
    // applications should treat it as any other name.
    private static readonly string[] SpecialUse = [".arpa", ".invalid", ".local", ".localhost", ".onion", ".test"];

    /// <summary>Validates the name and returns its ASCII and Unicode forms in lower case.</summary>
    /// <returns>Null if the name is valid; otherwise the reason for rejection.</returns>
    public static string? Read(string typed, out string ascii, out string unicode)
    {
        ascii = unicode = typed.ToLowerInvariant();
        if (typed.Length == 0)
            return "There must be something after the @-sign.";
        if (typed.StartsWith('['))
            return "A bracketed IP address after the @-sign is not allowed here.";
        var isHostname = !typed.AsSpan().ContainsAnyExcept(HostnameText);
        if (!isHostname && EmailCharacters.List(typed, c => c.IsAscii && !HostnameText.Contains((char)c.Value)) is { } invalid)
            return $"The part after the @-sign contains invalid characters: {invalid}.";
        if (!isHostname && EmailCharacters.RefuseUnsafe(typed) is { } notSafe)
            return notSafe;

        var isPlain = isHostname && !ascii.Contains(EncodedPrefix, StringComparison.Ordinal);
        if (!isPlain && !TryMap(typed, out ascii, out unicode))
            return NotIdna;
        return RefuseShape(ascii) ?? RefuseLabels(ascii.Split('.')) ?? RefuseUnreachable(ascii);
    }

    // The framework maps characters (wide letters to plain letters, the ideographic period to a period) and encodes the name.
    // It throws an exception if the name is invalid.
    private static bool TryMap(string typed, out string ascii, out string unicode)
    {
        ascii = unicode = "";
        try
        {
            ascii = Mapping.GetAscii(typed).ToLowerInvariant();
            unicode = Mapping.GetUnicode(ascii);

            // A name must have exactly one encoding. With two encodings, two users could have the same name.
            return Mapping.GetAscii(unicode) == ascii && unicode.EnumerateRunes().All(BelongsInName);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // UTS #46 permits symbols, including emoji. A keycap, for example, is a digit with an enclosing mark.
    private static bool BelongsInName(Rune character) => character.Value is '-' or '.'
        || Rune.IsLetter(character)
        || Rune.GetUnicodeCategory(character)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    private static string? RefuseShape(string name)
    {
        if (name.EndsWith('.'))
            return "An email address cannot end with a period.";
        if (name.StartsWith('.'))
            return "An email address cannot have a period immediately after the @-sign.";
        if (name.Contains("..", StringComparison.Ordinal))
            return "An email address cannot have two periods in a row.";
        if (name.EndsWith('-'))
            return "An email address cannot end with a hyphen.";
        if (name.StartsWith('-'))
            return "An email address cannot have a hyphen immediately after the @-sign.";
        if (name.Contains(".-", StringComparison.Ordinal) || name.Contains("-.", StringComparison.Ordinal))
            return "An email address cannot have a period and a hyphen next to each other.";
        return null;
    }

    private static string? RefuseLabels(string[] labels)
    {
        var excess = labels.Max(label => label.Length) - LongestLabel;
        if (excess > 0)
        {
            return "After the @-sign, periods cannot be separated by so many characters "
                + $"({excess} {(excess == 1 ? "character" : "characters")} too many).";
        }

        // RFC 5890 §2.3.1: labels with hyphens in the third and fourth position are reserved, except for the prefix "xn--".
        if (labels.Any(label => label.Length > 3 && label[2..4] == "--" && label[..4] != EncodedPrefix))
        {
            return "An email address cannot have two letters followed by two dashes immediately after the @-sign "
                + "or after a period, except Punycode.";
        }

        return null;
    }

    private static string? RefuseUnreachable(string ascii)
    {
        if (!ascii.Contains('.'))
            return "The part after the @-sign is not valid. It should have a period.";
        if (!char.IsAsciiLetter(ascii[^1]))
            return "The part after the @-sign is not valid. It is not within a valid top-level domain.";
        if (SpecialUse.Any(name => ascii.EndsWith(name, StringComparison.Ordinal)))
            return "The part after the @-sign is a special-use or reserved name that cannot be used with email.";
        return null;
    }
}
