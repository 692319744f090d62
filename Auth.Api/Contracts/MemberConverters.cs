using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Api.Errors;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>Reads a member of any type, and never throws: what is wrong with it is told with the other members' errors.</summary>
internal abstract class MemberConverter<T> : JsonConverter<Member<T>>
{
    public sealed override bool HandleNull => true;

    protected abstract string TypeProblem { get; }

    public sealed override Member<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return Member<T>.Null(TypeProblem);
        var member = reader.TokenType is JsonTokenType.String ? ReadText(ref reader) : ReadOther(ref reader);
        reader.Skip();
        return member;
    }

    public sealed override void Write(Utf8JsonWriter writer, Member<T> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are read only.");

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
            // Half of a surrogate pair (RFC 8259 §8.2) is text to JSON, but not to Unicode.
            return Member<T>.Bad(TypeProblem);
        }
    }
}

/// <summary>Strings are strings: a number is none.</summary>
internal sealed class StringMemberConverter : MemberConverter<string>
{
    protected override string TypeProblem => FieldProblem.StringType;

    protected override Member<string> FromText(string text) => Member<string>.Of(text);
}

/// <summary>E-mail addresses, with the reason when it is none.</summary>
internal sealed class EmailMemberConverter : MemberConverter<EmailAddress>
{
    protected override string TypeProblem => FieldProblem.StringType;

    protected override Member<EmailAddress> FromText(string text) => EmailAddress.TryParse(text, out var address, out var reason)
        ? Member<EmailAddress>.Of(address)
        : Member<EmailAddress>.Bad(FieldProblem.Email(reason));
}

/// <summary>Booleans: JSON's, and the numbers and words that pydantic takes for them.</summary>
internal sealed class BooleanMemberConverter : MemberConverter<bool>
{
    private static readonly string[] Yes = ["1", "true", "t", "yes", "y", "on"];
    private static readonly string[] No = ["0", "false", "f", "no", "n", "off"];

    protected override string TypeProblem => FieldProblem.BoolType;

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
