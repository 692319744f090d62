using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Auth.Application.Users.Fields;

/// <summary>Converts JSON values to numbers: numbers, booleans, and strings that contain a number.</summary>
internal static partial class NumberConversion
{
    // The first double above the range of 64-bit integers.
    private const double IntegerLimit = 9223372036854775808.0;

    public static Converted ToInteger(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => Converted.Of(input.GetBoolean() ? 1 : 0),
        JsonValueKind.Number when input.TryGetInt64(out var integer) => Converted.Of(integer),
        JsonValueKind.Number when IsInteger(input.GetRawText()) => UserFieldProblem.IntSize,
        JsonValueKind.Number => FromDouble(input.GetDouble()),
        JsonValueKind.String => JsonText.TryGet(input, out var text) ? IntegerIn(text.Trim()) : UserFieldProblem.StringUnicode,
        _ => UserFieldProblem.IntType,
    };

    public static Converted ToNumber(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => Converted.Of(input.GetBoolean() ? 1.0 : 0.0),
        JsonValueKind.Number => Finite(input.GetDouble()),
        JsonValueKind.String => JsonText.TryGet(input, out var text) ? NumberIn(text.Trim()) : UserFieldProblem.StringUnicode,
        _ => UserFieldProblem.FloatType,
    };

    private static bool IsInteger(string number) => !number.AsSpan().ContainsAny('.', 'e', 'E');

    private static Converted FromDouble(double number) =>
        !double.IsFinite(number) ? UserFieldProblem.FiniteNumber
        : number != Math.Truncate(number) ? UserFieldProblem.IntFromFloat
        : number is >= IntegerLimit or < -IntegerLimit ? UserFieldProblem.IntSize
        : Converted.Of((long)number);

    private static Converted Finite(double number) =>
        double.IsFinite(number) ? Converted.Of(number) : UserFieldProblem.FiniteNumber;

    private static Converted IntegerIn(string text)
    {
        if (WithoutUnderscores(text) is not { } digits || IntegerText().Match(digits) is not { Success: true } integer)
            return UserFieldProblem.IntParsing;
        return long.TryParse(integer.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Converted.Of(value)
            : UserFieldProblem.IntSize;
    }

    private static Converted NumberIn(string text)
    {
        if (NotFinite().IsMatch(text))
            return UserFieldProblem.FiniteNumber;
        return WithoutUnderscores(text) is { } digits && NumberText().IsMatch(digits)
            ? Finite(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture))
            : UserFieldProblem.FloatParsing;
    }

    /// <summary>Removes the underscores between digits, as in Python's literals; null for other underscores.</summary>
    private static string? WithoutUnderscores(string text) =>
        !text.Contains('_') ? text
        : text.StartsWith('_') || text.EndsWith('_') || text.Contains("__", StringComparison.Ordinal) ? null
        : text.Replace("_", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^([+-]?[0-9]+)(\.0+)?\z")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex NumberText();

    [GeneratedRegex(@"^[+-]?(inf|infinity|nan)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();
}
