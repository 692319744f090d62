using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents that request bodies are required, and that forms are URL-encoded as in OAuth 2.0 (RFC 6749 appendix B) or
/// multipart.
/// </summary>
internal sealed class RequestBodies : IOperationFilter
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data";

    /// <summary>Returns whether a body is a form.</summary>
    public static bool IsForm(IOpenApiRequestBody body) => body.Content?.ContainsKey(Multipart) is true;

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        body.Required = true;
        foreach (var content in body.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            content.Encoding = null;
        if (body.Content?.TryGetValue(Multipart, out var form) is true)
            body.Content = new Dictionary<string, IOpenApiMediaType> { [UrlEncoded] = form, [Multipart] = form };
    }
}
