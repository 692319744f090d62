using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Describes a tag that several controllers have; the others are described as their one controller is.</summary>
internal sealed class TagDescriptions : IDocumentFilter
{
    public void Apply(Microsoft.OpenApi.OpenApiDocument document, DocumentFilterContext context)
    {
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            if (tag.Name == "auth")
                tag.Description = "Logging in and out, and what people without a token do about their account.";
        }
    }
}
