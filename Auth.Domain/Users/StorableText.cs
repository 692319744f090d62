using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>Text in the form in which every database stores it.</summary>
public static class StorableText
{
    /// <summary>Returns whether text is valid Unicode without U+0000, and without the mark of text that could not be decoded, U+FFFD.</summary>
    public static bool IsValid(string text) =>
        !text.AsSpan().ContainsAny('\0', '\uFFFD') && (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || Of(text) == text);

    /// <summary>
    /// Replaces what is not storable text by U+FFFD: U+0000, which PostgreSQL rejects, and lone surrogates, which UTF-8 cannot
    /// represent. Other text is returned unchanged.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text, bool keepsNul = false)
    {
        if (text is null || ((keepsNul || !text.Contains('\0')) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')))
            return text;
        var stored = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            stored.Append(rune.Value == 0 && !keepsNul ? Rune.ReplacementChar : rune);
        return stored.ToString();
    }
}
