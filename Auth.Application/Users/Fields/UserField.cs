using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Auth.Application.Users.Fields;

/// <summary>A declared user field.</summary>
public sealed class UserField
{
    private readonly FieldPattern? _pattern;

    private UserField(UserFieldOptions options, FieldPattern? pattern)
    {
        (Name, Type, IsRequired, MaxLength, _pattern) =
            (options.Name, options.Type, options.Required, options.MaxLength, pattern);
        (WritableBy, InToken) = (options.WritableBy, options.InToken);
        Default = options.Default is { } text ? Parse(text, []) : null;
    }

    /// <summary>The name of the member.</summary>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public UserFieldType Type { get; }

    /// <summary>Whether a registration must contain the field.</summary>
    public bool IsRequired { get; }

    /// <summary>The maximum number of characters of each string; null for no limit of its own.</summary>
    public int? MaxLength { get; }

    /// <summary>The regular expression that each string must match; null for none.</summary>
    public string? Pattern => _pattern?.Text;

    /// <summary>The users who can write the field.</summary>
    public UserFieldWriter WritableBy { get; }

    /// <summary>Whether access tokens contain the value.</summary>
    public bool InToken { get; }

    /// <summary>The value of users without a value; null for none.</summary>
    public JsonElement? Default { get; }

    /// <summary>Converts a value as pydantic 2 does in its default mode.</summary>
    /// <param name="input">The value, which is not null in JSON.</param>
    /// <param name="problems">Receives the reasons why the value is invalid.</param>
    /// <returns>The value in the form in which it is stored; null if it is invalid.</returns>
    public JsonElement? Convert(JsonElement input, ICollection<UserFieldProblem> problems)
    {
        if (ConvertType(input, problems) is not { } valid)
            return null;
        if (InToken && !FitsIntoToken(valid))
        {
            problems.Add(UserFieldProblem.TooLongForToken);
            return null;
        }

        return valid;
    }

    /// <summary>Converts text: that of a setting or of a command. Lists and objects are written in JSON.</summary>
    /// <param name="text">The value.</param>
    /// <param name="problems">Receives the reasons why the value is invalid.</param>
    public JsonElement? Parse(string text, ICollection<UserFieldProblem> problems)
    {
        var input = JsonSerializer.SerializeToElement(text);
        if (Type is UserFieldType.StringList or UserFieldType.Object)
        {
            try
            {
                input = JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // The text is converted as a string, which is not a list or an object.
            }
        }

        return Convert(input, problems);
    }

    /// <summary>Whether a stored value has the type of the field. Its length and pattern are not checked.</summary>
    internal bool HasType(JsonElement stored) => Type switch
    {
        UserFieldType.Integer => stored.ValueKind is JsonValueKind.Number && stored.TryGetInt64(out _),
        UserFieldType.Number => stored.ValueKind is JsonValueKind.Number,
        UserFieldType.Boolean => stored.ValueKind is JsonValueKind.True or JsonValueKind.False,
        UserFieldType.Date => stored.ValueKind is JsonValueKind.String && DateConversion.IsDate(stored),
        UserFieldType.StringList => stored.ValueKind is JsonValueKind.Array
            && stored.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String),
        UserFieldType.Object => stored.ValueKind is JsonValueKind.Object,
        _ => stored.ValueKind is JsonValueKind.String,
    };

    /// <summary>Whether a value is short enough for a token.</summary>
    internal static bool FitsIntoToken(JsonElement value) =>
        Encoding.UTF8.GetByteCount(value.GetRawText()) <= UserFieldProblem.MaxBytesInToken;

    /// <summary>Creates a field.</summary>
    /// <returns>The reason why the settings are invalid; null if they are valid.</returns>
    internal static string? TryCreate(UserFieldOptions options, out UserField? field)
    {
        field = null;
        try
        {
            field = new UserField(options, string.IsNullOrEmpty(options.Pattern) ? null : new FieldPattern(options.Pattern));
            return null;
        }
        catch (RegexParseException)
        {
            return "a Pattern that is not a regular expression.";
        }
        catch (NotSupportedException)
        {
            return "a Pattern with a lookaround or a back-reference, which are not supported.";
        }
    }

    private JsonElement? ConvertType(JsonElement input, ICollection<UserFieldProblem> problems)
    {
        var count = problems.Count;
        if (Type is UserFieldType.Object)
            return ObjectConversion.ToObject(input, problems);
        if (Type is UserFieldType.StringList)
            return ObjectConversion.ToList(input, ToText, problems) is { } list && problems.Count == count ? list : null;
        var converted = Type switch
        {
            UserFieldType.Integer => NumberConversion.ToInteger(input),
            UserFieldType.Number => NumberConversion.ToNumber(input),
            UserFieldType.Boolean => BooleanConversion.ToBoolean(input),
            UserFieldType.Date => DateConversion.ToDate(input),
            _ => ToText(input),
        };
        if (converted.Problem is { } problem)
            problems.Add(problem);
        return converted.Value;
    }

    private Converted ToText(JsonElement input)
    {
        // An unpaired surrogate has the same error as in the other members of users.
        if (input.ValueKind is not JsonValueKind.String || !JsonText.TryGet(input, out var text))
            return UserFieldProblem.StringType;
        if (MaxLength is { } limit && text.Length > limit && JsonText.CountCharacters(text) > limit)
            return UserFieldProblem.TooLong(limit);
        return _pattern?.IsMatch(text) is false ? UserFieldProblem.PatternMismatch(_pattern.Text) : Converted.Of(text);
    }
}
