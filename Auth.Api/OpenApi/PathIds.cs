using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Says what the ids in paths are. Actions take them as texts, since one that is no UUID is answered as one that nobody has.
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
