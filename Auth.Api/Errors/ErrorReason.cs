namespace Auth.Api.Errors;

/// <summary>An error code with a reason.</summary>
/// <param name="Code">The error code, for programs.</param>
/// <param name="Reason">The reason, a sentence for the user.</param>
public sealed record ErrorReason(string Code, string Reason);
