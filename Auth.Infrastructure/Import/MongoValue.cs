using System.Globalization;
using System.Text.Json;

namespace Auth.Infrastructure.Import;

/// <summary>
/// Reads values of JSON files. MongoDB's Extended JSON (version 2, canonical and relaxed) writes types that JSON lacks as objects
/// with one member, such as <c>{"$oid": "…"}</c>.
/// </summary>
internal static class MongoValue
{
    private const int GuidBytes = 16;

    public static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var integer) ? (object)integer : value.GetDouble(),
        JsonValueKind.Object => ReadTyped(value) ?? value,
        _ => value,
    };

    private static object? ReadTyped(JsonElement value)
    {
        using var members = value.EnumerateObject();
        if (!members.MoveNext() || !members.Current.Name.StartsWith('$'))
            return null;
        var (name, content) = (members.Current.Name, members.Current.Value);
        return name switch
        {
            "$oid" or "$symbol" => Text(content),
            "$uuid" => Text(content),
            "$numberInt" or "$numberLong" when Text(content) is { } text
                && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            "$numberDouble" or "$numberDecimal" when Text(content) is { } text
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            "$date" => Date(content),
            "$binary" => Binary(value, content),
            _ => null,
        };
    }

    private static string? Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static object? Date(JsonElement value) => Read(value) switch
    {
        long milliseconds and > -62_135_596_800_000 and < 253_402_300_800_000 => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => null,
    };

    /// <summary>Reads a UUID. Version 1 of the format has the members <c>$binary</c> and <c>$type</c>, version 2 an object.</summary>
    private static Guid? Binary(JsonElement value, JsonElement content)
    {
        var isObject = content.ValueKind is JsonValueKind.Object;
        var base64 = isObject ? (content.TryGetProperty("base64", out var inner) ? Text(inner) : null) : Text(content);
        var type = isObject
            ? content.TryGetProperty("subType", out var subType) ? Text(subType) : null
            : value.TryGetProperty("$type", out var oldType) ? Text(oldType) : null;
        var bytes = new byte[GuidBytes];
        return type is "04" or "4" or "03" or "3" && base64 is { Length: <= 24 }
            && Convert.TryFromBase64String(base64, bytes, out var length) && length == GuidBytes
                ? new Guid(bytes, bigEndian: true)
                : null;
    }
}
