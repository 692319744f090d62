using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.OpenApi;

/// <summary>Documents an error response and the values of its <c>detail</c>.</summary>
/// <param name="statusCode">The status code.</param>
/// <param name="details">The error codes. The suffix <c>:reason</c> marks a code that is sent as an object with a reason.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesErrorsAttribute(int statusCode, params string[] details)
    : ProducesResponseTypeAttribute(statusCode)
{
    /// <summary>The error codes, including the suffix.</summary>
    public IReadOnlyList<string> Details { get; } = details;
}

/// <summary>Documents that the members of a request are validated: the response is 422 with all invalid members.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesValidationErrorsAttribute()
    : ProducesResponseTypeAttribute(StatusCodes.Status422UnprocessableEntity);
