using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Auth.Api.OpenApi;

/// <summary>A value of <c>detail</c>.</summary>
/// <param name="Code">The error code.</param>
/// <param name="HasReason">Whether the code is sent as an object with a reason.</param>
internal readonly record struct DocumentedDetail(string Code, bool HasReason);

/// <summary>The schema of <c>detail</c>: an error code, or an error code with a reason.</summary>
internal static class DetailSchema
{
    public static OpenApiSchema Of(IEnumerable<DocumentedDetail> details)
    {
        var codes = details.ToLookup(detail => detail.HasReason, detail => detail.Code);
        List<OpenApiSchema> kinds = [];
        if (codes[false].Any())
            kinds.Add(OneOf(codes[false]));
        if (codes[true].Any())
            kinds.Add(WithReason(codes[true]));
        return kinds is [var only] ? only : new OpenApiSchema { OneOf = [.. kinds] };
    }

    private static OpenApiSchema OneOf(IEnumerable<string> codes) =>
        new() { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => JsonValue.Create(code))] };

    private static OpenApiSchema WithReason(IEnumerable<string> codes) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "code", "reason" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = OneOf(codes),
            ["reason"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The reason, a sentence for the user." },
        },
    };
}
