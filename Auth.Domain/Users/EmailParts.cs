namespace Auth.Domain.Users;

/// <summary>Finds the two halves of an address.</summary>
internal static class EmailParts
{
    /// <summary>Splits at the first @-sign outside quotes.</summary>
    /// <returns>Null, or why the text is no bare address.</returns>
    public static string? Split(string text, out string local, out string domain)
    {
        local = domain = "";
        var end = IndexOfUnquotedSign(text);
        if (end < 0)
            return RefuseWithoutSign(text);
        if (text[end] == '<')
            return RefuseAngleBrackets(text, end);

        local = text[..end];
        domain = text[(end + 1)..];
        return null;
    }

    // RFC 5321 §4.1.2: inside quotes an @-sign is a character like any other, and a backslash takes a quote's meaning away.
    private static int IndexOfUnquotedSign(string text)
    {
        var (quoted, escaped) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                quoted = c != '"' || escaped;
                escaped = c == '\\' && !escaped;
            }
            else if (c == '@' || (c == '<' && !IsNotLessThan(text, i)))
            {
                return i;
            }
            else
            {
                quoted = c == '"';
            }
        }

        return -1;
    }

    // Together with U+0338 the bracket becomes one letter, U+226E, in NFC.
    private static bool IsNotLessThan(string text, int index) => index + 1 < text.Length && text[index + 1] == '\u0338';

    private static string RefuseWithoutSign(string text)
    {
        if (text.Contains('\uFF20'))
            return "The email address has the \"full-width\" at-sign (@) character instead of a regular at-sign.";
        if (text.Contains('\uFE6B'))
            return "The email address has the \"small commercial at\" character instead of a regular at-sign.";
        return "An email address must have an @-sign.";
    }

    private static string RefuseAngleBrackets(string text, int start)
    {
        if (text.IndexOf('>', start) < 0)
        {
            return "An open angle bracket at the start of the email address has to be followed by "
                + "a close angle bracket at the end.";
        }

        if (text[^1] != '>')
            return "There can't be anything after the email address.";
        return "A display name and angle brackets around the email address are not permitted here.";
    }
}
