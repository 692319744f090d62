using System.Globalization;
using System.Text.Json;
using Auth.Application.Users.Fields;

namespace Auth.Application.Users.Import;

/// <summary>Converts values of a source to values of user fields.</summary>
internal static class ImportedField
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    /// <summary>Returns the value in the form in which it is stored, JSON null for no value; null if the value is invalid.</summary>
    public static JsonElement? Convert(object? value, UserField field, ICollection<UserFieldProblem> problems)
    {
        var isText = field.Type is UserFieldType.String;
        return value switch
        {
            null or JsonElement { ValueKind: JsonValueKind.Null } => Null,
            string text => field.Parse(text, problems),
            JsonElement json => field.Convert(json, problems),
            bool flag when isText => field.Parse(flag ? "true" : "false", problems),
            bool flag => field.Convert(JsonSerializer.SerializeToElement(flag), problems),
            DateTimeOffset time => field.Parse(Format(time), problems),
            double number when !isText && double.IsFinite(number) => field.Convert(JsonSerializer.SerializeToElement(number), problems),
            long number when !isText => field.Convert(JsonSerializer.SerializeToElement(number), problems),
            byte[] bytes => field.Parse(System.Convert.ToBase64String(bytes), problems),
            _ => field.Parse(ImportValues.ToText(value) ?? "", problems),
        };
    }

    private static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
