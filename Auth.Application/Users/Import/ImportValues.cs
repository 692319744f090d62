using System.Globalization;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>Reads the values of a source, whose types depend on the database and on the application that wrote them.</summary>
public static class ImportValues
{
    private const int GuidBytes = 16;

    // Larger numbers are milliseconds since 1970. As seconds, they would be after the year 5000.
    private const long LargestSeconds = 100_000_000_000;

    private static readonly string[] Yes = ["1", "true", "t", "yes", "y", "on"];
    private static readonly string[] No = ["0", "false", "f", "no", "n", "off"];

    /// <summary>Reads a flag. A null is false, as in Python.</summary>
    /// <returns>The flag, and whether it was not stored as a boolean; null if the value is no flag.</returns>
    public static (bool Value, bool IsRepaired)? ReadFlag(object? value) => value switch
    {
        null => (false, true),
        bool flag => (flag, false),
        long and (0 or 1) => ((long)value == 1, false),
        double and (0 or 1) => ((double)value == 1, true),
        byte[] and [0 or 1] => (((byte[])value)[0] == 1, true),
        string text when Yes.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) => (true, IsUnusual(text)),
        string text when No.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) => (false, IsUnusual(text)),
        _ => null,
    };

    /// <summary>Reads an id: a UUID in any notation, or another id, which maps to a UUID.</summary>
    /// <returns>Null if the value is no id.</returns>
    public static ForeignUserId? ReadId(object? value)
    {
        switch (value)
        {
            case Guid id:
                return new(id, null, IsRepaired: false);
            case byte[] { Length: GuidBytes } bytes:
                return new(new Guid(bytes, bigEndian: true), null, IsRepaired: true);
            case string text when Guid.TryParseExact(text, "D", out var id) && id.ToString("D") is var canonical:
                return new(id, null, IsRepaired: !string.Equals(canonical, text, StringComparison.Ordinal));
            case string text when IsGuid(text.Trim(), out var id):
                return new(id, null, IsRepaired: true);
        }

        return ToText(value) is { } other && ForeignId.IsValid(other) ? new(ForeignId.ToGuid(other), other, IsRepaired: false) : null;
    }

    /// <summary>Reads a time. A time without an offset is in UTC.</summary>
    public static DateTimeOffset? ReadTime(object? value) => value switch
    {
        DateTimeOffset time => time,
        long seconds and > 0 and < LargestSeconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        long milliseconds and >= LargestSeconds and < 100 * LargestSeconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        double seconds and > 0 and < LargestSeconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds),
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => null,
    };

    /// <summary>Returns a text or a number as text; null for other values.</summary>
    public static string? ToText(object? value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        Guid id => id.ToString("D"),
        _ => null,
    };

    private static bool IsUnusual(string text) => text is not ("0" or "1" or "true" or "false" or "True" or "False");

    private static bool IsGuid(string text, out Guid id) =>
        Guid.TryParseExact(text, "N", out id) || Guid.TryParseExact(text, "D", out id) || Guid.TryParseExact(text, "B", out id)
        || (text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) && Guid.TryParseExact(text[9..], "D", out id));
}

/// <summary>The id of a user in a source.</summary>
/// <param name="Id">The id in this service.</param>
/// <param name="LegacyId">The id in the source, if it is not a UUID.</param>
/// <param name="IsRepaired">Whether the source has the UUID in another notation.</param>
public readonly record struct ForeignUserId(Guid Id, string? LegacyId, bool IsRepaired);
