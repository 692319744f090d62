using System.Buffers;
using System.Net;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>The part of an address after the @-sign: a public domain name (RFC 1123 §2.1) in any script (UTS #46).</summary>
internal static class EmailDomain
{
    // RFC 1035 §2.3.4, in bytes of the ASCII form, without the length bytes at both ends.
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private static readonly SearchValues<char> HostnameText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    // RFC 6761, 6762, 7686 and 3172. "example" is not among them: RFC 6761 §6.5 wants applications to treat it as any other.
    private static readonly string[] SpecialUse = [".arpa", ".invalid", ".local", ".localhost", ".onion", ".test"];

    /// <summary>Checks the name and gives both of its forms, in lower case.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public static string? Read(string typed, out string ascii, out string unicode)
    {
        ascii = unicode = "";
        if (typed.Length == 0)
            return "There must be something after the @-sign.";
        if (typed.StartsWith('[') && typed.EndsWith(']'))
            return RefuseLiteral(typed[1..^1]);
        if (EmailCharacters.ListOf(typed, IsForeign) is { } invalid)
            return $"The part after the @-sign contains invalid characters: {invalid}.";
        if (EmailCharacters.RefuseUnsafe(typed) is { } notSafe)
            return notSafe;
        if (EmailCharacters.ListOf(typed, HidesPeriod) is { } hiding)
            return $"The part after the @-sign contains invalid characters: {hiding}.";

        // Wide and other compatible forms become plain ones, and may show what is not allowed only then.
        var folded = WithPlainPeriods(typed.Normalize(NormalizationForm.FormKC).ToLowerInvariant());
        if (EmailCharacters.ListOf(folded, IsForeign) is { } revealed)
            return $"The part after the @-sign contains invalid characters after Unicode normalization: {revealed}.";

        // The mapping also drops characters (variation selectors, say), and what they kept apart meets.
        return RefuseShape(folded)
            ?? IdnaName.Read(WithPlainPeriods(typed), out ascii, out unicode)
            ?? RefuseShape(ascii)
            ?? RefuseLength(ascii, typed)
            ?? RefuseUnreachable(ascii);
    }

    // UTS #46 §2.3: the ideographic, the wide and the half-wide period separate labels too.
    private static string WithPlainPeriods(string name) =>
        name.Replace('\u3002', '.').Replace('\uFF0E', '.').Replace('\uFF61', '.');

    private static bool IsForeign(int codePoint) => codePoint < 0x80 && !HostnameText.Contains((char)codePoint);

    // U+2488 is "1.", and would end a label in the midst of it. The wide period alone stands for a period.
    private static bool HidesPeriod(int codePoint) => codePoint is >= 0x80 and not 0xFF0E
        && char.ConvertFromUtf32(codePoint).Normalize(NormalizationForm.FormKD).Contains('.');

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
        if (name.Split('.').Any(IsReserved))
        {
            return "An email address cannot have two letters followed by two dashes immediately after the @-sign "
                + "or after a period, except Punycode.";
        }

        return null;
    }

    // RFC 5890 §2.3.1: of the labels with hyphens in the third and fourth place only "xn--" has a meaning.
    private static bool IsReserved(string label) =>
        label.Length >= 4 && label[2] == '-' && label[3] == '-' && !label.StartsWith("xn", StringComparison.Ordinal);

    private static string? RefuseLength(string ascii, string typed)
    {
        var excess = ascii.Length - LongestName;
        if (excess > 0 && ascii == typed)
            return $"The email address is too long after the @-sign {EmailCharacters.TooMany(excess, "character")}.";
        if (excess > 0)
        {
            var unit = excess == 1 ? "byte" : "bytes";
            return $"The email address is too long after the @-sign ({excess} {unit} too many after IDNA encoding).";
        }

        var label = ascii.Split('.').FirstOrDefault(label => label.Length > LongestLabel);
        return label is null
            ? null
            : "After the @-sign, periods cannot be separated by so many characters "
                + EmailCharacters.TooMany(label.Length - LongestLabel, "character") + ".";
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

    // RFC 5321 §4.1.3.
    private static string RefuseLiteral(string literal)
    {
        var isVersion6 = literal.StartsWith("IPv6:", StringComparison.Ordinal);
        if (IPAddress.TryParse(isVersion6 ? literal[5..] : literal, out _))
            return "A bracketed IP address after the @-sign is not allowed here.";
        if (isVersion6)
            return "The IPv6 address in brackets after the @-sign is not valid.";
        if (!literal.Contains(':'))
            return "The part after the @-sign in brackets is not an IPv4 address and has no address literal tag.";
        return "The part after the @-sign contains an invalid address literal tag in brackets.";
    }
}
