using System.Globalization;

namespace Auth.Domain.Users;

/// <summary>Keeps labels of domain names from looking like others by running from right to left in part (RFC 5893 §2).</summary>
/// <remarks>
/// .NET does not tell the direction of a character, so it is told from the blocks that Unicode sets aside for the scripts that
/// run from right to left; what a label may hold by RFC 5892 is a letter, a mark, a digit or a hyphen.
/// </remarks>
internal static class IdnaBidi
{
    private enum Direction
    {
        LeftToRight,
        RightToLeft,
        EuropeanNumber,
        ArabicNumber,
        Neutral,
        Mark,
    }

    /// <summary>Judges a label of characters that RFC 5892 allows.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public static string? Refuse(int[] label)
    {
        var directions = Array.ConvertAll(label, Of);
        if (!directions.Any(direction => direction is Direction.RightToLeft or Direction.ArabicNumber))
            return null;

        // A label that holds a character of these scripts must be theirs throughout, digits, marks and hyphens apart.
        if (directions[0] != Direction.RightToLeft)
            return "First codepoint in label must be directionality R or AL";
        if (Array.IndexOf(directions, Direction.LeftToRight) is var position and >= 0)
            return $"Invalid direction for codepoint at position {position + 1} in a right-to-left label";
        if (directions.Contains(Direction.EuropeanNumber) && directions.Contains(Direction.ArabicNumber))
            return "Can not mix numeral types in a right-to-left label";
        if (Array.FindLast(directions, direction => direction != Direction.Mark) == Direction.Neutral)
            return "Label ends with illegal codepoint directionality";
        return null;
    }

    private static Direction Of(int point) => CharUnicodeInfo.GetUnicodeCategory(point) switch
    {
        UnicodeCategory.NonSpacingMark => Direction.Mark,
        UnicodeCategory.DecimalDigitNumber => OfDigit(point),
        _ when point is '-' or 0x0375 or 0x30FB => Direction.Neutral,
        _ when IsRightToLeft(point) => Direction.RightToLeft,
        _ => Direction.LeftToRight,
    };

    private static Direction OfDigit(int point) => point switch
    {
        (>= '0' and <= '9') or (>= 0x06F0 and <= 0x06F9) => Direction.EuropeanNumber,
        (>= 0x0660 and <= 0x0669) or (>= 0x10D30 and <= 0x10D39) or (>= 0x10D40 and <= 0x10D49) => Direction.ArabicNumber,
        _ when IsRightToLeft(point) => Direction.RightToLeft,
        _ => Direction.LeftToRight,
    };

    private static bool IsRightToLeft(int point) => point
        is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
        or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
