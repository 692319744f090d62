using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents that request bodies are required, that forms are URL-encoded as in OAuth 2.0 (RFC 6749 appendix B) or multipart,
/// and that the body of a success without a type is JSON <c>null</c>.
/// </summary>
internal sealed class ContractBodies : IOperationFilter
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data";

    /// <summary>Returns whether a body is a form.</summary>
    public static bool IsForm(IOpenApiRequestBody body) => body.Content?.ContainsKey(Multipart) is true;

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is OpenApiRequestBody body)
            DescribeRequest(body);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status is "200" or "201" or "202" && response is OpenApiResponse { Content: null or { Count: 0 } } success)
                success.Content = Null();
        }
    }

    private static void DescribeRequest(OpenApiRequestBody body)
    {
        body.Required = true;
        foreach (var content in body.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            content.Encoding = null;
        if (body.Content?.TryGetValue(Multipart, out var form) is true)
            body.Content = new Dictionary<string, IOpenApiMediaType> { [UrlEncoded] = form, [Multipart] = form };
    }

    private static Dictionary<string, IOpenApiMediaType> Null() => new()
    {
        ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Null } },
    };
}
