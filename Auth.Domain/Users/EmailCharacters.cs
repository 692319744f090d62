using System.Globalization;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>Judges the characters of an address, and names them in a sentence that is safe to show.</summary>
internal static class EmailCharacters
{
    /// <summary>The characters that <paramref name="isBad"/> picks, each once and in order; null where there is none.</summary>
    public static string? List(string text, Func<Rune, bool> isBad)
    {
        var bad = text.EnumerateRunes().Where(isBad).Distinct().Order().Select(Display).ToList();
        return bad.Count == 0 ? null : string.Join(", ", bad);
    }

    /// <summary>Refuses what would let an address look like another.</summary>
    /// <remarks>
    /// That is what has no shape of its own (spaces, controls, direction marks, private and unassigned code points, lone
    /// surrogates), or a mark in the first place, which would sit on the character before.
    /// </remarks>
    /// <returns>Null, or why the text is refused.</returns>
    public static string? RefuseUnsafe(string text)
    {
        var first = text.EnumerateRunes().First();
        var bad = List(text, c => IsShapeless(c) || (c == first && IsMark(c)));
        return bad is null ? null : $"The email address contains unsafe characters: {bad}.";
    }

    /// <summary>A mark that combines with the character before it.</summary>
    public static bool IsMark(Rune character) => Rune.GetUnicodeCategory(character)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // A lone surrogate is read as the replacement character, which is of no use in an address either.
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
