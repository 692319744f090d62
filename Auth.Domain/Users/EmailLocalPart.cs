using System.Buffers;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>The part of an address before the @-sign: a dot-atom (RFC 5322 §3.2.3) in any script (RFC 6531 §3.3).</summary>
internal static class EmailLocalPart
{
    // RFC 5321 §4.5.3.1.1, in bytes of UTF-8.
    private const int LongestLocalPart = 64;

    private static readonly SearchValues<char> DotAtomText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    /// <summary>Validates the local part and converts it to NFC.</summary>
    /// <returns>Null if the local part is valid; otherwise the reason for rejection.</returns>
    public static string? Read(string typed, out string local)
    {
        local = typed;
        if (Refuse(typed) is { } reason)
            return reason;

        // NFC converts a few characters to ASCII characters that are invalid here: U+037E becomes a semicolon.
        local = typed.Normalize(NormalizationForm.FormC);
        return Refuse(local) ?? RefuseLength(local);
    }

    private static string? RefuseLength(string local) => EmailCharacters.ExcessOver(LongestLocalPart, local) is { } excess
        ? $"The email address is too long before the @-sign ({excess} too many)."
        : null;

    private static string? Refuse(string local)
    {
        if (local.Length == 0)
            return "There must be something before the @-sign.";
        if (local.StartsWith('"'))
            return "Quoting the part before the @-sign is not allowed here.";

        // The characters of almost all addresses need no list of invalid ones.
        var isPlain = !local.AsSpan().ContainsAnyExcept(DotAtomText);
        if (!isPlain && EmailCharacters.List(local, c => c.IsAscii && !DotAtomText.Contains((char)c.Value)) is { } invalid)
            return $"The email address contains invalid characters before the @-sign: {invalid}.";
        if (local.EndsWith('.'))
            return "An email address cannot have a period immediately before the @-sign.";
        if (local.StartsWith('.'))
            return "An email address cannot start with a period.";
        if (local.Contains("..", StringComparison.Ordinal))
            return "An email address cannot have two periods in a row.";
        return isPlain ? null : EmailCharacters.RefuseUnsafe(local);
    }
}
