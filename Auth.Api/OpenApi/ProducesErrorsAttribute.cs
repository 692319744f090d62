using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.OpenApi;

/// <summary>Documents an error response.</summary>
/// <param name="statusCode">The status code.</param>
/// <param name="codes">The error codes that the response contains. By default, it contains the reason phrase.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesErrorsAttribute(int statusCode, params string[] codes)
    : ProducesResponseTypeAttribute(statusCode)
{
    /// <summary>The error codes without a reason.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;

    /// <summary>The error code that is sent as an object with a reason.</summary>
    public string? CodeWithReason { get; init; }

    /// <summary>Whether the response can contain the challenge of a second factor.</summary>
    public bool HasChallenge { get; init; }
}

/// <summary>Documents that the members of a request are validated: the response is 422 with all invalid members.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesValidationErrorsAttribute()
    : ProducesResponseTypeAttribute(StatusCodes.Status422UnprocessableEntity);
