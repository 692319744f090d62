namespace Auth.Api.Errors;

/// <summary>A code for programs, and a sentence for the user.</summary>
/// <param name="Code">The code.</param>
/// <param name="Reason">The sentence.</param>
public sealed record ErrorReason(string Code, string Reason);
