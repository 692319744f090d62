using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents the body of a response without a type as JSON <c>null</c>. All responses except 204 have a body.
/// </summary>
internal sealed class NullAnswers : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status is "200" or "201" or "202" && response is OpenApiResponse { Content: null or { Count: 0 } } answer)
            {
                answer.Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Null } },
                };
            }
        }
    }
}
