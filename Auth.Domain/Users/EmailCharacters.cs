using System.Collections.Frozen;
using System.Globalization;

namespace Auth.Domain.Users;

/// <summary>Judges the characters of an address, and names them in a sentence that is safe to show.</summary>
internal static class EmailCharacters
{
    // What cannot be seen is called by its Unicode name, as far as people meet it; the rest by its number.
    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [0x0020] = "SPACE",
        [0x00A0] = "NO-BREAK SPACE",
        [0x00AD] = "SOFT HYPHEN",
        [0x0300] = "COMBINING GRAVE ACCENT",
        [0x0301] = "COMBINING ACUTE ACCENT",
        [0x0302] = "COMBINING CIRCUMFLEX ACCENT",
        [0x0303] = "COMBINING TILDE",
        [0x0308] = "COMBINING DIAERESIS",
        [0x061C] = "ARABIC LETTER MARK",
        [0x1680] = "OGHAM SPACE MARK",
        [0x180E] = "MONGOLIAN VOWEL SEPARATOR",
        [0x2000] = "EN QUAD",
        [0x2001] = "EM QUAD",
        [0x2002] = "EN SPACE",
        [0x2003] = "EM SPACE",
        [0x2004] = "THREE-PER-EM SPACE",
        [0x2005] = "FOUR-PER-EM SPACE",
        [0x2006] = "SIX-PER-EM SPACE",
        [0x2007] = "FIGURE SPACE",
        [0x2008] = "PUNCTUATION SPACE",
        [0x2009] = "THIN SPACE",
        [0x200A] = "HAIR SPACE",
        [0x200B] = "ZERO WIDTH SPACE",
        [0x200C] = "ZERO WIDTH NON-JOINER",
        [0x200D] = "ZERO WIDTH JOINER",
        [0x200E] = "LEFT-TO-RIGHT MARK",
        [0x200F] = "RIGHT-TO-LEFT MARK",
        [0x2028] = "LINE SEPARATOR",
        [0x2029] = "PARAGRAPH SEPARATOR",
        [0x202A] = "LEFT-TO-RIGHT EMBEDDING",
        [0x202B] = "RIGHT-TO-LEFT EMBEDDING",
        [0x202C] = "POP DIRECTIONAL FORMATTING",
        [0x202D] = "LEFT-TO-RIGHT OVERRIDE",
        [0x202E] = "RIGHT-TO-LEFT OVERRIDE",
        [0x202F] = "NARROW NO-BREAK SPACE",
        [0x205F] = "MEDIUM MATHEMATICAL SPACE",
        [0x2060] = "WORD JOINER",
        [0x2066] = "LEFT-TO-RIGHT ISOLATE",
        [0x2067] = "RIGHT-TO-LEFT ISOLATE",
        [0x2068] = "FIRST STRONG ISOLATE",
        [0x2069] = "POP DIRECTIONAL ISOLATE",
        [0x3000] = "IDEOGRAPHIC SPACE",
        [0xFEFF] = "ZERO WIDTH NO-BREAK SPACE",
    }.ToFrozenDictionary();

    /// <summary>The code points of a string, a lone surrogate counting as one.</summary>
    public static IEnumerable<int> CodePoints(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                yield return char.ConvertToUtf32(text[i], text[++i]);
            else
                yield return text[i];
        }
    }

    /// <summary>How many code points a string has.</summary>
    public static int Count(string text) => CodePoints(text).Count();

    /// <summary>The characters that <paramref name="isBad"/> picks, each once and in order; null where there is none.</summary>
    public static string? ListOf(string text, Func<int, bool> isBad)
    {
        var bad = CodePoints(text).Where(isBad).Select(Display).Distinct().Order(StringComparer.Ordinal).ToList();
        return bad.Count == 0 ? null : string.Join(", ", bad);
    }

    /// <summary>Refuses what would let an address look like another.</summary>
    /// <remarks>
    /// That is what has no shape of its own (spaces, controls, direction marks, private and unassigned code points, lone
    /// surrogates), or a mark in the first place, which would sit on the character before.
    /// </remarks>
    public static string? RefuseUnsafe(string text)
    {
        var points = CodePoints(text).ToList();
        var bad = points.Where((c, i) => IsShapeless(c) || (i == 0 && IsMark(c))).Distinct().Order().Select(Display).ToList();
        return bad.Count == 0 ? null : $"The email address contains unsafe characters: {string.Join(", ", bad)}.";
    }

    /// <summary>A mark that combines with the character before it.</summary>
    public static bool IsMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>A character in quotes where it can be seen, else its name or number.</summary>
    public static string Display(int codePoint)
    {
        if (Names.TryGetValue(codePoint, out var name))
            return name;
        if (IsShapeless(codePoint) || IsMark(codePoint))
            return codePoint < 0xFFFF ? $"U+{codePoint:X4}" : $"U+{codePoint:X8}";
        var quote = codePoint is '\'' or '\\' ? '"' : '\'';
        return $"{quote}{char.ConvertFromUtf32(codePoint)}{quote}";
    }

    /// <summary>By how much a length is over its limit, in words.</summary>
    public static string TooMany(int count, string unit) => $"({count} {unit}{(count == 1 ? "" : "s")} too many)";

    private static bool IsShapeless(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
