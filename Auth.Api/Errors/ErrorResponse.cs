using System.Text.Json.Serialization;
using Auth.Application;
using Auth.Application.Users.Fields;

namespace Auth.Api.Errors;

/// <summary>The body of every error.</summary>
/// <param name="Detail">An error code, an error code with a reason, or the list of invalid members of the request.</param>
public sealed record ErrorResponse(object Detail)
{
    /// <summary>Converts an expected error to a response body.</summary>
    public static ErrorResponse From(AuthError error) =>
        new(error.Kind is AuthErrorKind.InvalidBody ? new List<FieldError> { FieldError.From(error) }
            : error.MissingSecondFactor is { } missing ? new MissingFactor(error.Code, missing.Token, missing.Methods)
            : error.Reason is { } reason ? new ErrorReason(error.Code, reason)
            : error.Code);
}

/// <summary>An error code with a reason.</summary>
/// <param name="Code">The error code, for programs.</param>
/// <param name="Reason">The reason, a sentence for the user.</param>
public sealed record ErrorReason(string Code, string Reason);

/// <summary>The error of a login that requires a second factor.</summary>
/// <param name="Code">The error code, for programs.</param>
/// <param name="Token">The token with which the client completes the login.</param>
/// <param name="Methods">The kinds of second factors that the user has.</param>
public sealed record MissingFactor(string Code, string Token, IReadOnlyList<string> Methods);

/// <summary>A validation error of one member of the request, in the format of pydantic.</summary>
/// <remarks>
/// The member <c>input</c> of pydantic is omitted, because it would echo passwords. <c>ctx</c> is present for user fields only.
/// </remarks>
/// <param name="Loc">
/// The location: <c>body</c> or <c>query</c>, then the name of the member or the position in malformed JSON.
/// </param>
/// <param name="Msg">The message, for people.</param>
/// <param name="Type">The kind of error, for programs.</param>
/// <param name="Ctx">The violated rule of a user field, such as <c>max_length</c>.</param>
public sealed record FieldError(
    IReadOnlyList<object> Loc,
    string Msg,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object>? Ctx = null)
{
    /// <summary>Returns the error of a whole body.</summary>
    internal static FieldError From(AuthError error) => new(["body"], error.Reason!, error.Code);

    /// <summary>Returns the error of a user field.</summary>
    internal static FieldError From(string field, UserFieldProblem problem) => new(
        ["body", field, .. problem.Path],
        problem.Message,
        problem.Type,
        problem.Context is { } rule ? new Dictionary<string, object> { [rule.Key] = rule.Value } : null);
}
