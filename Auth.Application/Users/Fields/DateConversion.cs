using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Auth.Application.Users.Fields;

/// <summary>
/// Converts JSON values to dates: ISO 8601 dates, times at midnight, and Unix times at midnight in seconds or milliseconds.
/// </summary>
internal static partial class DateConversion
{
    private const int DateLength = 10;
    private const double SecondsPerDay = 86400;

    // Larger numbers are milliseconds.
    private const double LargestSeconds = 2e10;

    /// <summary>Whether a JSON string is a date in the stored form.</summary>
    public static bool IsDate(JsonElement value) =>
        JsonText.TryGet(value, out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, 0, out _);

    public static Converted ToDate(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Number => FromUnixTime(input.GetDouble()),
        JsonValueKind.String => JsonText.TryGet(input, out var text) ? FromText(text) : UserFieldProblem.StringUnicode,
        _ => UserFieldProblem.DateType,
    };

    private static Converted FromText(string text)
    {
        if (Number().IsMatch(text))
            return FromUnixTime(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        if (text.Length < DateLength)
            return UserFieldProblem.DateTime("input is too short");
        if ((WrongCharacter(text) ?? WrongDay(text)) is { } reason)
            return UserFieldProblem.DateTime(reason);
        if (text.Length > DateLength && RefuseTime(text) is { } problem)
            return problem;
        return text.StartsWith("0000", StringComparison.Ordinal)
            ? UserFieldProblem.Date("year 0 is out of range")
            : Converted.Of(text[..DateLength]);
    }

    private static string? WrongCharacter(string text)
    {
        for (var i = 0; i < DateLength; i++)
        {
            if (i is 4 or 7 && text[i] is not '-')
                return "invalid date separator, expected `-`";
            if (i is not (4 or 7) && !char.IsAsciiDigit(text[i]))
                return $"invalid character in {(i < 4 ? "year" : i < 7 ? "month" : "day")}";
        }

        return null;
    }

    private static string? WrongDay(string text)
    {
        var (year, month, day) = (NumberAt(text, 0, 4), NumberAt(text, 5, 2), NumberAt(text, 8, 2));
        if (month is < 1 or > 12)
            return "month value is outside expected range of 1-12";

        // Year 0 is a leap year.
        return day < 1 || day > DateTime.DaysInMonth(year == 0 ? 4 : year, month) ? "day value is outside expected range" : null;
    }

    private static UserFieldProblem? RefuseTime(string text)
    {
        if (text[DateLength] is not ('T' or 't' or '_' or ' '))
            return UserFieldProblem.DateTime("invalid datetime separator, expected `T`, `t`, `_` or space");
        var time = text[(DateLength + 1)..];
        if (Time().Match(time) is not { Success: true } match)
            return UserFieldProblem.DateTime(time.Length < 5 ? "input is too short" : "invalid character in hour");
        if (match.Groups["hour"].Value is [> '2', _] or ['2', > '3'])
            return UserFieldProblem.DateTime("hour value is outside expected range of 0-23");
        if (match.Groups["minute"].ValueSpan[0] > '5')
            return UserFieldProblem.DateTime("minute value is outside expected range of 0-59");
        if (match.Groups["second"].ValueSpan is [> '5', ..])
            return UserFieldProblem.DateTime("second value is outside expected range of 0-59");
        if (!Zone().IsMatch(match.Groups["zone"].ValueSpan))
            return UserFieldProblem.DateTime("invalid timezone sign");
        return time[..match.Groups["zone"].Index].AsSpan().ContainsAnyInRange('1', '9') ? UserFieldProblem.DateInexact : null;
    }

    private static Converted FromUnixTime(double time)
    {
        var seconds = Math.Abs(time) > LargestSeconds ? time / 1000 : time;
        var days = seconds / SecondsPerDay;
        var last = (double)(DateOnly.MaxValue.DayNumber - UnixEpoch);
        if (!(days < last + 1))
            return UserFieldProblem.DateTime("dates after 9999 are not supported as unix timestamps");
        if (days < -UnixEpoch)
            return UserFieldProblem.DateTime("dates before 0000 are not supported as unix timestamps");
        return days == Math.Truncate(days)
            ? Converted.Of(DateOnly.FromDayNumber((int)days + UnixEpoch).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : UserFieldProblem.DateInexact;
    }

    private static int UnixEpoch { get; } = new DateOnly(1970, 1, 1).DayNumber;

    private static int NumberAt(string text, int start, int length) =>
        int.Parse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,][0-9]+)?)?(?<zone>.*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Time();

    [GeneratedRegex(@"^([Zz]|[+-][0-9]{2}:?[0-9]{2})?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Zone();
}
