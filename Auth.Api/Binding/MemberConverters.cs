using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Api.Errors;
using Auth.Domain.Users;

namespace Auth.Api.Binding;

/// <summary>
/// Reads a member of any JSON type without throwing. An invalid member carries its problem, so that all are reported together.
/// </summary>
internal abstract class MemberConverter<T> : JsonConverter<Member<T>>
{
    public sealed override bool HandleNull => true;

    protected abstract FieldProblem TypeProblem { get; }

    public sealed override Member<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return Member<T>.Null(TypeProblem);
        var member = reader.TokenType is JsonTokenType.String ? ReadText(ref reader) : ReadOther(ref reader);
        reader.Skip();
        return member;
    }

    public sealed override void Write(Utf8JsonWriter writer, Member<T> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Request bodies are never written.");

    protected abstract Member<T> FromText(string text);

    protected virtual Member<T> ReadOther(ref Utf8JsonReader reader) => Member<T>.Bad(TypeProblem);

    private Member<T> ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return FromText(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // JSON allows an unpaired surrogate (RFC 8259 §8.2). Unicode text does not.
            return Member<T>.Bad(TypeProblem);
        }
    }
}

/// <summary>Reads strings. A number is not converted to a string.</summary>
internal sealed class StringMemberConverter : MemberConverter<string>
{
    protected override FieldProblem TypeProblem => FieldProblem.StringType;

    protected override Member<string> FromText(string text) => Member<string>.Of(text);
}

/// <summary>Reads e-mail addresses. The problem of an invalid address contains the reason.</summary>
internal sealed class EmailMemberConverter : MemberConverter<EmailAddress>
{
    protected override FieldProblem TypeProblem => FieldProblem.StringType;

    protected override Member<EmailAddress> FromText(string text) => EmailAddress.TryParse(text, out var address, out var reason)
        ? Member<EmailAddress>.Of(address)
        : Member<EmailAddress>.Bad(FieldProblem.Email(reason));
}

/// <summary>Reads JSON booleans, and the numbers and words that pydantic accepts as booleans.</summary>
internal sealed class BooleanMemberConverter : MemberConverter<bool>
{
    private static readonly string[] Yes = ["1", "true", "t", "yes", "y", "on"];
    private static readonly string[] No = ["0", "false", "f", "no", "n", "off"];

    protected override FieldProblem TypeProblem => FieldProblem.BoolType;

    protected override Member<bool> FromText(string text)
    {
        if (Yes.Contains(text, StringComparer.OrdinalIgnoreCase))
            return Member<bool>.Of(true);
        return No.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Member<bool>.Of(false)
            : Member<bool>.Bad(FieldProblem.BoolParsing);
    }

    protected override Member<bool> ReadOther(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => Member<bool>.Of(true),
        JsonTokenType.False => Member<bool>.Of(false),
        JsonTokenType.Number when reader.TryGetDouble(out var number) && number is 0 or 1 => Member<bool>.Of(number is 1),
        JsonTokenType.Number => Member<bool>.Bad(FieldProblem.BoolParsing),
        _ => Member<bool>.Bad(FieldProblem.BoolType),
    };
}

/// <summary>Reads JSON objects.</summary>
internal sealed class ObjectMemberConverter : MemberConverter<JsonElement>
{
    protected override FieldProblem TypeProblem => FieldProblem.DictionaryType;

    protected override Member<JsonElement> FromText(string text) => Member<JsonElement>.Bad(TypeProblem);

    protected override Member<JsonElement> ReadOther(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.StartObject
        ? Member<JsonElement>.Of(JsonElement.ParseValue(ref reader))
        : Member<JsonElement>.Bad(TypeProblem);
}
