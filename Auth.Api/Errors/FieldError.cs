namespace Auth.Api.Errors;

/// <summary>A validation error of one member of the request, in the format of pydantic.</summary>
/// <remarks>The members <c>input</c> and <c>ctx</c> of pydantic are omitted, because they would echo passwords.</remarks>
/// <param name="Loc">
/// The location: <c>body</c> or <c>query</c>, then the name of the member or the position in malformed JSON.
/// </param>
/// <param name="Msg">The message, for people.</param>
/// <param name="Type">The kind of error, for programs.</param>
public sealed record FieldError(IReadOnlyList<object> Loc, string Msg, string Type);
