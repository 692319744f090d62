using System.Text.Json;

namespace Auth.Application.Users.Fields;

/// <summary>Converts JSON values to booleans: booleans, and the numbers and words that pydantic accepts as booleans.</summary>
internal static class BooleanConversion
{
    private static readonly string[] Yes = ["1", "true", "t", "yes", "y", "on"];
    private static readonly string[] No = ["0", "false", "f", "no", "n", "off"];

    public static Converted ToBoolean(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => Converted.Of(input.GetBoolean()),
        JsonValueKind.Number => FromNumber(input),
        JsonValueKind.String => JsonText.TryGet(input, out var text) ? FromText(text) : UserFieldProblem.StringUnicode,
        _ => UserFieldProblem.BoolType,
    };

    private static Converted FromNumber(JsonElement input)
    {
        if (input.GetDouble() is var number && number is 0 or 1)
            return Converted.Of(number is 1);
        return input.TryGetInt64(out _) ? UserFieldProblem.BoolParsing : UserFieldProblem.BoolType;
    }

    private static Converted FromText(string text)
    {
        if (Yes.Contains(text, StringComparer.OrdinalIgnoreCase))
            return Converted.Of(true);
        return No.Contains(text, StringComparer.OrdinalIgnoreCase) ? Converted.Of(false) : UserFieldProblem.BoolParsing;
    }
}
