using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents the ids in paths. Actions bind them as strings, because an invalid UUID results in the same 404 as an unknown id.
/// </summary>
internal sealed class PathIds : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is not OpenApiParameter { In: ParameterLocation.Path, Schema: OpenApiSchema schema } id)
            return;
        id.Description ??= id.Name switch
        {
            "id" => "The user's id.",
            "sid" => "The session's id.",
            _ => null,
        };
        if (id.Name is "id" or "sid")
            schema.Format = "uuid";
    }
}
