using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Auth.Api.OpenApi;

/// <summary>A value of <c>detail</c>.</summary>
/// <param name="Code">The error code.</param>
/// <param name="HasReason">Whether the code is sent as an object with a reason.</param>
/// <param name="HasChallenge">Whether the code is sent as an object with the challenge of a second factor.</param>
internal readonly record struct DocumentedDetail(string Code, bool HasReason, bool HasChallenge = false);

/// <summary>The schema of <c>detail</c>: an error code, an error code with a reason, or the challenge of a login.</summary>
internal static class DetailSchema
{
    public static OpenApiSchema Of(IEnumerable<DocumentedDetail> details)
    {
        var all = details.ToList();
        var codes = all.Where(detail => !detail.HasChallenge).ToLookup(detail => detail.HasReason, detail => detail.Code);
        List<OpenApiSchema> kinds = [];
        if (codes[false].Any())
            kinds.Add(OneOf(codes[false]));
        if (codes[true].Any())
            kinds.Add(WithReason(codes[true]));
        kinds.AddRange(all.Where(detail => detail.HasChallenge).Select(detail => WithChallenge(detail.Code)));
        return kinds is [var only] ? only : new OpenApiSchema { OneOf = [.. kinds] };
    }

    private static OpenApiSchema OneOf(IEnumerable<string> codes) =>
        new() { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => JsonValue.Create(code))] };

    private static OpenApiSchema WithChallenge(string code) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "code", "token", "methods" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = OneOf([code]),
            ["token"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The token with which the client completes the login.",
            },
            ["methods"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The kinds of second factors that the user has.",
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        },
    };

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
