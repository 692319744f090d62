using System.Globalization;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>Brings a domain name into its ASCII and its Unicode form (RFC 5891, mapped as UTS #46 wants).</summary>
internal static class IdnaName
{
    private const string AsciiPrefix = "xn--";

    private static readonly IdnMapping Mapping = new();

    /// <summary>Reads a name of labels that are none of them empty.</summary>
    /// <returns>Null, or why the name is refused.</returns>
    public static string? Read(string name, out string ascii, out string unicode)
    {
        var labels = name.Split('.');
        var asciiLabels = new string[labels.Length];
        var unicodeLabels = new string[labels.Length];
        ascii = unicode = "";
        for (var i = 0; i < labels.Length; i++)
        {
            if (ReadLabel(labels[i], out asciiLabels[i], out unicodeLabels[i]) is { } reason)
                return reason;
        }

        ascii = string.Join('.', asciiLabels);
        unicode = string.Join('.', unicodeLabels);
        return null;
    }

    private static string? ReadLabel(string label, out string ascii, out string unicode)
    {
        ascii = unicode = label.ToLowerInvariant();
        var isEncoded = ascii.StartsWith(AsciiPrefix, StringComparison.Ordinal);
        if (Ascii.IsValid(label) && !isEncoded)
            return null;

        // ICU alone has the tables of UTS #46; it maps on the way to ASCII, and says no by throwing.
        try
        {
            ascii = Mapping.GetAscii(label).ToLowerInvariant();
            unicode = Mapping.GetUnicode(ascii);
        }
        catch (ArgumentException)
        {
            return isEncoded ? NotIdna("Invalid A-label") : RefuseUnmapped(label);
        }

        // A name has one encoding: two would be two users under one name.
        if (isEncoded && (Ascii.IsValid(unicode) || !string.Equals(ascii, label, StringComparison.OrdinalIgnoreCase)))
            return NotIdna("Invalid A-label");
        if (Ascii.IsValid(unicode) || IdnaLabel.Refuse(unicode) is not { } reason)
            return null;
        return isEncoded ? NotIdna(reason) : Invalid(reason);
    }

    // What ICU refuses and we do not is too long, or unknown to its version of Unicode.
    private static string RefuseUnmapped(string label)
    {
        var folded = label.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        return Invalid(IdnaLabel.Refuse(folded) ?? "Label not allowed or too long");
    }

    private static string NotIdna(string reason) => $"The part after the @-sign is not valid IDNA ({reason}).";

    private static string Invalid(string reason) => $"The part after the @-sign is invalid ({reason}).";
}
