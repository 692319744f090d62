using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>The part of an address before the @-sign: a dot-atom (RFC 5322 §3.2.3) in any script (RFC 6531 §3.3).</summary>
internal static class EmailLocalPart
{
    private static readonly SearchValues<char> DotAtomText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    // RFC 2142 §3 to §5.
    private static readonly FrozenSet<string> RoleMailboxes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news",
        "webmaster", "www", "uucp", "ftp");

    /// <summary>Checks the part and brings it into NFC.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public static string? Read(string typed, out string local)
    {
        local = typed;
        if (typed.StartsWith('"'))
            return RefuseQuoted(typed);
        if (Refuse(typed) is { } reason)
            return reason;

        // NFC turns a few letters into ASCII that is not allowed here: U+037E becomes a semicolon.
        local = typed.Normalize(NormalizationForm.FormC);
        if (local != typed && Refuse(local) is { } afterwards)
            return "After Unicode normalization: " + afterwards;

        if (RoleMailboxes.Contains(local))
            local = local.ToLowerInvariant();
        return null;
    }

    private static string? Refuse(string local)
    {
        if (local.Length == 0)
            return "There must be something before the @-sign.";
        if (EmailCharacters.ListOf(local, c => c < 0x80 && !DotAtomText.Contains((char)c)) is { } invalid)
            return $"The email address contains invalid characters before the @-sign: {invalid}.";
        if (local.EndsWith('.'))
            return "An email address cannot have a period immediately before the @-sign.";
        if (local.StartsWith('.'))
            return "An email address cannot start with a period.";
        if (local.Contains("..", StringComparison.Ordinal))
            return "An email address cannot have two periods in a row.";
        return EmailCharacters.RefuseUnsafe(local);
    }

    private static string RefuseQuoted(string typed)
    {
        var end = ClosingQuote(typed);
        var extra = EmailCharacters.CodePoints(typed[(end + 1)..]).Select(EmailCharacters.Display).ToList();
        if (extra.Count > 0)
            return "Extra character(s) found after close quote: " + string.Join(", ", extra);
        if (end == 1)
            return "There must be something before the @-sign.";
        if (EmailCharacters.ListOf(typed, c => c is < 0x20 or 0x7F) is { } invalid)
            return $"The email address contains invalid characters in quotes before the @-sign: {invalid}.";
        return "Quoting the part before the @-sign is not allowed here.";
    }

    // There is one: the @-sign that ended the part was found outside quotes.
    private static int ClosingQuote(string typed)
    {
        var index = 1;
        while (typed[index] != '"')
            index += typed[index] == '\\' ? 2 : 1;
        return index;
    }
}
