using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Describes tags that several controllers share. Other tags have the description of their controller.</summary>
internal sealed class TagDescriptions : IDocumentFilter
{
    public void Apply(Microsoft.OpenApi.OpenApiDocument document, DocumentFilterContext context)
    {
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            if (tag.Name == "auth")
                tag.Description = "Login, logout, registration, e-mail verification, password reset and e-mail recovery.";
        }
    }
}
