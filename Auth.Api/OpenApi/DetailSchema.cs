using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Auth.Api.OpenApi;

/// <summary>Describes what a <c>detail</c> may be: one of some codes, or one of some codes with a reason.</summary>
internal static class DetailSchema
{
    private const string ReasonMark = ":reason";

    /// <summary>The schema of details as <see cref="ProducesErrorsAttribute"/> has them.</summary>
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

    /// <summary>Takes a detail apart into its code and whether a reason comes with it.</summary>
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
            ["reason"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence for the user." },
        },
    };
}
