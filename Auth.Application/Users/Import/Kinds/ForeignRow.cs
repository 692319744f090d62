using System.Text.Json;

namespace Auth.Application.Users.Import.Kinds;

/// <summary>A row of another system while it is converted. Columns are matched without regard to case.</summary>
internal sealed class ForeignRow(IEnumerable<KeyValuePair<string, object?>> values)
{
    private const int MostMembers = 200;

    /// <summary>The values by column.</summary>
    public Dictionary<string, object?> Values { get; } = new(values, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether the row has a value in a column.</summary>
    public bool Has(string column) => Find(column) is not null;

    /// <summary>Returns the value of a column; null if there is none.</summary>
    public object? Find(string column) => Values.GetValueOrDefault(column);

    /// <summary>Removes a column and returns its value.</summary>
    public object? Take(string column) => Values.Remove(column, out var value) ? value : null;

    /// <summary>Removes a column and returns its value, if that is a text.</summary>
    public string? TakeText(string column) => Take(column) as string;

    /// <summary>Sets the value of a column.</summary>
    public void Set(string column, object? value) => Values[column] = value;

    /// <summary>Sets the value of a column that is missing.</summary>
    public void SetDefault(string column, object? value) => Values.TryAdd(column, value);

    /// <summary>
    /// Replaces a JSON object by a column for each member: <c>attributes.team</c>. Users can write such objects in some systems, so
    /// a member becomes a user field only if the operator maps its column.
    /// </summary>
    public void Expand(string column)
    {
        var json = Take(column) switch
        {
            JsonElement element => element,
            string text => Parse(text),
            _ => default,
        };
        if (json.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var member in json.EnumerateObject().Take(MostMembers))
        {
            // Keycloak stores each attribute as a list.
            var value = member.Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 ? list[0] : member.Value;
            Set($"{column}.{member.Name}", Read(value));
        }
    }

    /// <summary>Returns a JSON value in the types of <see cref="ImportRow"/>.</summary>
    public static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var integer) ? (object)integer : value.GetDouble(),
        _ => value,
    };

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
