using System.Globalization;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>Which characters a label of a domain name may hold, and in which company (RFC 5892).</summary>
/// <remarks>
/// The standard derives the set from the properties of Unicode, so that new scripts need no new table: letters of a lower or
/// of no case, marks and digits, each in its compatibility form already. Symbols, and so emoji, are out.
/// </remarks>
internal static class IdnaLabel
{
    /// <summary>Judges a label in NFC that is mapped and not ASCII.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public static string? Refuse(string label)
    {
        var points = EmailCharacters.CodePoints(label).ToArray();
        if (EmailCharacters.IsMark(points[0]))
            return "Label begins with an illegal combining character";
        for (var i = 0; i < points.Length; i++)
        {
            if (!IsValid(points[i]) && !IsValidHere(points, i))
                return $"Codepoint U+{points[i]:X4} not allowed at position {i + 1}";
        }

        return IdnaBidi.Refuse(points);
    }

    private static bool IsValid(int point) => point switch
    {
        // §2.6, the exceptions that are valid; the others are not letters, or have rules of their own below.
        '-' or 0x00DF or 0x03C2 or 0x06FD or 0x06FE or 0x0F0B or 0x3007 => true,
        0x0640 or 0x07FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => false,
        (>= 0x0660 and <= 0x0669) or (>= 0x06F0 and <= 0x06F9) => false,

        // §2.2: Cherokee alone folds to its capitals.
        >= 0x13A0 and <= 0x13F5 => true,

        // §2.4 (ignorable blocks: marks for symbols and for music), §2.9 (the letters that old Hangul is composed of), and
        // §2.3 (ignorable code points).
        (>= 0x20D0 and <= 0x20FF) or (>= 0x1D100 and <= 0x1D24F) => false,
        (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xD7B0 and <= 0xD7FF) => false,
        0x034F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) => false,
        >= 0xE0000 and <= 0xE0FFF => false,
        _ => IsLetterMarkOrDigit(point) && IsStable(point),
    };

    private static bool IsLetterMarkOrDigit(int point) => CharUnicodeInfo.GetUnicodeCategory(point)
        is UnicodeCategory.LowercaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    // §2.2; capitals are out already.
    private static bool IsStable(int point) => char.ConvertFromUtf32(point).IsNormalized(NormalizationForm.FormKC);

    // Appendix A. The joiners are left out: they are invisible, and refused everywhere in an address.
    private static bool IsValidHere(int[] label, int i) => label[i] switch
    {
        0x00B7 => i > 0 && i + 1 < label.Length && label[i - 1] == 'l' && label[i + 1] == 'l',
        0x0375 => i + 1 < label.Length && IsGreek(label[i + 1]),
        0x05F3 or 0x05F4 => i > 0 && IsHebrew(label[i - 1]),
        0x30FB => label.Any(IsJapanese),
        >= 0x0660 and <= 0x0669 => !label.Any(point => point is >= 0x06F0 and <= 0x06F9),
        >= 0x06F0 and <= 0x06F9 => !label.Any(point => point is >= 0x0660 and <= 0x0669),
        _ => false,
    };

    private static bool IsGreek(int point) => point is (>= 0x0370 and <= 0x03FF) or (>= 0x1F00 and <= 0x1FFF);

    private static bool IsHebrew(int point) => point is >= 0x0591 and <= 0x05F2;

    private static bool IsJapanese(int point) => point
        is 0x3005 or 0x3007 or (>= 0x3041 and <= 0x3096) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF)
        or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);
}
