namespace Auth.Api.Errors;

/// <summary>A kind of validation error, with pydantic's type and message.</summary>
/// <param name="Type">The kind of error, for programs.</param>
/// <param name="Message">The message, for people.</param>
public sealed record FieldProblem(string Type, string Message)
{
    // Validation attributes accept constants only.
    internal const string MissingMessage = "Field required";
    internal const string InvalidMessage = "Input is not valid";
    internal const string GrantTypeMessage = "String should match pattern '^password$'";
    internal const string RefreshGrantTypeMessage = "String should match pattern '^refresh_token$'";

    internal static readonly FieldProblem Missing = new("missing", MissingMessage);
    internal static readonly FieldProblem Invalid = new("value_error", InvalidMessage);
    internal static readonly FieldProblem StringType = new("string_type", "Input should be a valid string");
    internal static readonly FieldProblem BoolType = new("bool_type", "Input should be a valid boolean");
    internal static readonly FieldProblem BoolParsing =
        new("bool_parsing", "Input should be a valid boolean, unable to interpret input");

    internal static readonly FieldProblem ExtraForbidden = new("extra_forbidden", "Extra inputs are not permitted");

    internal static readonly FieldProblem ObjectType =
        new("model_attributes_type", "Input should be a valid dictionary or object to extract fields from");

    internal static readonly FieldProblem DictionaryType = new("dict_type", "Input should be a valid dictionary");
    internal static readonly FieldProblem TooShort = new("string_too_short", "String should have at least 1 character");

    internal static readonly FieldProblem JsonInvalid = new("json_invalid", "JSON decode error");

    /// <summary>Returns the problem of a text that is too long.</summary>
    internal static FieldProblem TooLong(int max) =>
        new("string_too_long", FormattableString.Invariant($"String should have at most {max} characters"));

    /// <summary>Returns the problem of an invalid e-mail address.</summary>
    internal static FieldProblem Email(string reason) => new("value_error", $"value is not a valid email address: {reason}");

    /// <summary>Returns the problem with the message of a validation attribute; null for another message.</summary>
    internal static FieldProblem? FromMessage(string message) => message switch
    {
        MissingMessage => Missing,
        InvalidMessage => Invalid,
        GrantTypeMessage or RefreshGrantTypeMessage => new("string_pattern_mismatch", message),
        _ => null,
    };

    /// <summary>Returns the error of a part of the request.</summary>
    /// <param name="location">The location: <c>body</c> or <c>query</c>, then the name of the member or the position.</param>
    internal FieldError At(params IReadOnlyList<object> location) => new(location, Message, Type);
}
