using System.Globalization;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>Checks the characters of an address, and formats them for messages that are safe to display.</summary>
internal static class EmailCharacters
{
    /// <summary>Returns the distinct characters that <paramref name="isBad"/> selects, in order; null if none.</summary>
    public static string? List(string text, Func<Rune, bool> isBad)
    {
        var bad = text.EnumerateRunes().Where(isBad).Distinct().Order().Select(Display).ToList();
        return bad.Count == 0 ? null : string.Join(", ", bad);
    }

    /// <summary>Rejects characters that could make an address look like another address.</summary>
    /// <remarks>
    /// These are characters without a visible shape (spaces, controls, direction marks, private and unassigned code points, and
    /// lone surrogates), and a combining mark at the start of the text, which would combine with the preceding character.
    /// </remarks>
    /// <returns>Null if the text is accepted; otherwise the reason for rejection.</returns>
    public static string? RefuseUnsafe(string text)
    {
        var first = text.EnumerateRunes().First();
        var bad = List(text, c => IsShapeless(c) || (c == first && IsMark(c)));
        return bad is null ? null : $"The email address contains unsafe characters: {bad}.";
    }

    /// <summary>Returns the number of bytes of UTF-8 beyond a limit, with their unit; null within the limit.</summary>
    public static string? ExcessOver(int limit, string text)
    {
        var excess = Encoding.UTF8.GetByteCount(text) - limit;
        return excess <= 0 ? null : $"{excess} {(Ascii.IsValid(text) ? "character" : "byte")}{(excess == 1 ? "" : "s")}";
    }

    /// <summary>Returns whether a character combines with the preceding character.</summary>
    public static bool IsMark(Rune character) => Rune.GetUnicodeCategory(character)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // A lone surrogate is decoded as the replacement character, which is also invalid in an address.
    private static bool IsShapeless(Rune character) => character == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(character)
            is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static string Display(Rune character)
    {
        if (character.Value == ' ')
            return "SPACE";
        return IsShapeless(character) || IsMark(character) ? $"U+{character.Value:X4}" : $"'{character}'";
    }
}
