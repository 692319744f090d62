using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.OpenApi;

/// <summary>Documents that the members of a request are validated: the response is 422 with all invalid members.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesValidationErrorsAttribute()
    : ProducesResponseTypeAttribute(StatusCodes.Status422UnprocessableEntity);
