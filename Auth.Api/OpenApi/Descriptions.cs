using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Describes what several controllers share: tags, and the ids in paths.</summary>
internal sealed class Descriptions : IDocumentFilter, IParameterFilter
{
    /// <summary>Describes the shared tag. Other tags have the description of their controller.</summary>
    public void Apply(OpenApiDocument document, DocumentFilterContext context)
    {
        foreach (var tag in document.Tags?.Where(tag => tag.Name == "auth") ?? [])
            tag.Description = "Login, logout, registration, e-mail verification, password reset and e-mail recovery.";
    }

    /// <summary>
    /// Describes the ids. Actions bind them as strings, because an invalid UUID results in the same 404 as an unknown id.
    /// </summary>
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is not OpenApiParameter { In: ParameterLocation.Path, Name: "id" or "sid", Schema: OpenApiSchema schema } id)
            return;
        id.Description ??= id.Name == "id" ? "The user's id." : "The session's id.";
        schema.Format = "uuid";
    }
}
