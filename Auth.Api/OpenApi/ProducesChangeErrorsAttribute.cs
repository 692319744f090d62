namespace Auth.Api.OpenApi;

/// <summary>Documents the errors of a change that requires the current password or a recent login.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesChangeErrorsAttribute : Attribute;
