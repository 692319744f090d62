using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Auth.Api.OpenApi;

/// <summary>The schema of a <c>detail</c>: an error code, or an error code with a reason.</summary>
internal static class DetailSchema
{
    private const string ReasonMark = ":reason";

    /// <summary>Returns the schema of details in the notation of <see cref="ProducesErrorsAttribute"/>.</summary>
    public static OpenApiSchema Of(IEnumerable<string> details)
    {
        var codes = details.Select(Take).ToLookup(detail => detail.HasReason, detail => detail.Code);
        List<OpenApiSchema> kinds = [];
        if (codes[false].Any())
            kinds.Add(OneOf(codes[false]));
        if (codes[true].Any())
            kinds.Add(WithReason(codes[true]));
        return kinds is [var only] ? only : new OpenApiSchema { OneOf = [.. kinds] };
    }

    /// <summary>Parses a detail into its code and whether it has a reason.</summary>
    public static (string Code, bool HasReason) Take(string detail) =>
        detail.EndsWith(ReasonMark, StringComparison.Ordinal) ? (detail[..^ReasonMark.Length], true) : (detail, false);

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
