namespace Auth.Api.Errors;

/// <summary>What is wrong with one member of a request, in the shape that pydantic gives it.</summary>
/// <remarks>pydantic also has <c>input</c> and <c>ctx</c>; they would echo passwords.</remarks>
/// <param name="Loc">Where: <c>body</c> or <c>query</c>, and the member's name, or the position in malformed JSON.</param>
/// <param name="Msg">A sentence.</param>
/// <param name="Type">The kind of error, for programs.</param>
public sealed record FieldError(IReadOnlyList<object> Loc, string Msg, string Type);
