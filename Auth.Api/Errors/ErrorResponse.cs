using Auth.Application;

namespace Auth.Api.Errors;

/// <summary>The body of every error.</summary>
/// <param name="Detail">An error code, an error code with a reason, or the list of invalid members of the request.</param>
public sealed record ErrorResponse(object Detail)
{
    /// <summary>Converts an expected error to a response body.</summary>
    public static ErrorResponse From(AuthError error) =>
        new(error.Reason is { } reason ? new ErrorReason(error.Code, reason) : error.Code);
}

/// <summary>An error code with a reason.</summary>
/// <param name="Code">The error code, for programs.</param>
/// <param name="Reason">The reason, a sentence for the user.</param>
public sealed record ErrorReason(string Code, string Reason);

/// <summary>A validation error of one member of the request, in the format of pydantic.</summary>
/// <remarks>The members <c>input</c> and <c>ctx</c> of pydantic are omitted, because they would echo passwords.</remarks>
/// <param name="Loc">
/// The location: <c>body</c> or <c>query</c>, then the name of the member or the position in malformed JSON.
/// </param>
/// <param name="Msg">The message, for people.</param>
/// <param name="Type">The kind of error, for programs.</param>
public sealed record FieldError(IReadOnlyList<object> Loc, string Msg, string Type);
