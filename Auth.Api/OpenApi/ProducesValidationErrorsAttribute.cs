using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.OpenApi;

/// <summary>Documents that the members of a request are checked: 422, with all that is wrong at once.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProducesValidationErrorsAttribute()
    : ProducesResponseTypeAttribute(StatusCodes.Status422UnprocessableEntity);
