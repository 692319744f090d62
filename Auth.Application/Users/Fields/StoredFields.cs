using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Auth.Application.Users.Fields;

/// <summary>
/// The values of user fields as stored: one JSON object in text. It also contains the values of fields that are no longer
/// declared. Text that is not a JSON object counts as empty.
/// </summary>
public static class StoredFields
{
    /// <summary>The maximum length in bytes of UTF-8.</summary>
    public const int MaxBytes = 16 * 1024;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the members of the stored object. Of two members with the same name, the last one counts.</summary>
    public static OrderedDictionary<string, JsonElement> Parse(string? stored)
    {
        var members = new OrderedDictionary<string, JsonElement>();
        if (stored is null)
            return members;
        try
        {
            var json = JsonElement.Parse(stored);
            if (json.ValueKind is JsonValueKind.Object && IsUnicode(stored, json))
            {
                foreach (var member in json.EnumerateObject())
                    members[member.Name] = member.Value;
            }
        }
        catch (JsonException)
        {
            // Another program wrote the column.
        }

        return members;
    }

    /// <summary>Sets and removes values, and leaves all others unchanged.</summary>
    /// <param name="stored">The stored text, if any.</param>
    /// <param name="changes">The new values. A JSON null removes the value.</param>
    /// <param name="merged">The text to store; null without values.</param>
    /// <returns>False if the text is longer than <see cref="MaxBytes"/> and longer than before.</returns>
    public static bool TryMerge(string? stored, IReadOnlyDictionary<string, JsonElement> changes, out string? merged)
    {
        merged = stored;
        if (changes.Count == 0)
            return true;
        var members = Parse(stored);
        foreach (var (name, value) in changes)
        {
            if (value.ValueKind is JsonValueKind.Null)
                members.Remove(name);
            else
                members[name] = value;
        }

        merged = members.Count == 0 ? null : Write(members);
        return merged is null || Length(merged) <= MaxBytes || Length(merged) <= Length(stored);
    }

    private static int Length(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static string Write(OrderedDictionary<string, JsonElement> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Whether no string contains an unpaired surrogate, which JSON permits in escaped form only.</summary>
    private static bool IsUnicode(string stored, JsonElement json) =>
        !stored.Contains(@"\ud", StringComparison.OrdinalIgnoreCase) || IsUnicode(json);

    private static bool IsUnicode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonText.TryGet(value, out _),
        JsonValueKind.Array => value.EnumerateArray().All(IsUnicode),
        JsonValueKind.Object => value.EnumerateObject()
            .All(member => JsonText.TryGetName(member, out _) && IsUnicode(member.Value)),
        _ => true,
    };
}
