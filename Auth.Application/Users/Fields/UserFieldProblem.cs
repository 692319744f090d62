namespace Auth.Application.Users.Fields;

/// <summary>A reason why a value of a user field is invalid, with pydantic's type and message.</summary>
/// <param name="Type">The kind of problem, for programs.</param>
/// <param name="Message">The message, for people.</param>
/// <param name="Context">The violated rule, such as <c>max_length</c>; null if there is none.</param>
public sealed record UserFieldProblem(string Type, string Message, KeyValuePair<string, object>? Context = null)
{
    /// <summary>The maximum number of bytes of a value in a token.</summary>
    internal const int MaxBytesInToken = 384;

    /// <summary>The location inside the value: the position in a list, or the names of members.</summary>
    public IReadOnlyList<object> Path { get; init; } = [];

    internal static readonly UserFieldProblem StringType = new("string_type", "Input should be a valid string");
    internal static readonly UserFieldProblem StringUnicode =
        new("string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string");

    internal static readonly UserFieldProblem IntType = new("int_type", "Input should be a valid integer");
    internal static readonly UserFieldProblem IntParsing =
        new("int_parsing", "Input should be a valid integer, unable to parse string as an integer");

    internal static readonly UserFieldProblem IntFromFloat =
        new("int_from_float", "Input should be a valid integer, got a number with a fractional part");

    internal static readonly UserFieldProblem IntSize =
        new("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");

    internal static readonly UserFieldProblem FloatType = new("float_type", "Input should be a valid number");
    internal static readonly UserFieldProblem FloatParsing =
        new("float_parsing", "Input should be a valid number, unable to parse string as a number");

    internal static readonly UserFieldProblem FiniteNumber = new("finite_number", "Input should be a finite number");
    internal static readonly UserFieldProblem BoolType = new("bool_type", "Input should be a valid boolean");
    internal static readonly UserFieldProblem BoolParsing =
        new("bool_parsing", "Input should be a valid boolean, unable to interpret input");

    internal static readonly UserFieldProblem DateType = new("date_type", "Input should be a valid date");
    internal static readonly UserFieldProblem DateInexact = new(
        "date_from_datetime_inexact", "Datetimes provided to dates should have zero time - e.g. be exact dates");

    internal static readonly UserFieldProblem ListType = new("list_type", "Input should be a valid list");
    internal static readonly UserFieldProblem DictType = new("dict_type", "Input should be a valid dictionary");

    internal static readonly UserFieldProblem TooDeep = new(
        "value_error", $"Value error, the object is nested more than {ObjectConversion.MaxDepth} levels deep");

    internal static readonly UserFieldProblem TooLongForToken = new(
        "value_error", $"Value error, the value is longer than {MaxBytesInToken} bytes in JSON");

    internal static UserFieldProblem TooLong(int limit) => new(
        "string_too_long", $"String should have at most {limit} character{(limit == 1 ? "" : "s")}", new("max_length", limit));

    internal static UserFieldProblem PatternMismatch(string pattern) => new(
        "string_pattern_mismatch", $"String should match pattern '{pattern}'", new("pattern", pattern));

    internal static UserFieldProblem Date(string reason) => new(
        "date_parsing", $"Input should be a valid date in the format YYYY-MM-DD, {reason}", new("error", reason));

    internal static UserFieldProblem DateTime(string reason) => new(
        "date_from_datetime_parsing", $"Input should be a valid date or datetime, {reason}", new("error", reason));
}
