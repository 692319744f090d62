using System.Reflection;
using System.Text.Json.Nodes;
using Auth.Api.Authentication;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Documents every error answer of an operation with the values that its <c>detail</c> may have.</summary>
internal sealed class DocumentedErrors : IOperationFilter
{
    private const string Json = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var errors in context.MethodInfo.GetCustomAttributes<ProducesErrorsAttribute>())
            Document(operation, errors.StatusCode, errors.Details.Select(Example));
        if (context.MethodInfo.GetCustomAttribute<ProducesValidationErrorsAttribute>() is not null)
            DocumentValidation(operation, context);
        if (context.MethodInfo.GetCustomAttribute<AuthorizeAttribute>() is not null)
            DocumentAuthorization(operation, context);
    }

    private static void DocumentAuthorization(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.Security =
        [
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(BearerToken.Scheme, context.Document)] = [],
            },
        ];
        foreach (var status in new[] { StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden })
            Document(operation, status, [Example(ReasonPhrases.GetReasonPhrase(status))]);
    }

    private static void DocumentValidation(OpenApiOperation operation, OperationFilterContext context)
    {
        var list = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = context.SchemaGenerator.GenerateSchema(typeof(FieldError), context.SchemaRepository),
        };
        var example = new JsonArray(new JsonObject
        {
            ["loc"] = new JsonArray("body", "email"),
            ["msg"] = "Field required",
            ["type"] = FieldProblem.Missing,
        });
        Document(operation, StatusCodes.Status422UnprocessableEntity, [(FieldProblem.Missing, example)], list);
    }

    private static (string Name, JsonNode Detail) Example(string detail)
    {
        var code = detail.Split(':')[0];
        return detail == code
            ? (code, code)
            : (code, new JsonObject { ["code"] = code, ["reason"] = "Password should be at least 8 characters" });
    }

    private static void Document(
        OpenApiOperation operation,
        int status,
        IEnumerable<(string Name, JsonNode Detail)> examples,
        IOpenApiSchema? schema = null)
    {
        var key = status.ToString(provider: null);
        operation.Responses ??= [];
        var description = operation.Responses.TryGetValue(key, out var documented) ? documented.Description : null;
        operation.Responses[key] = new OpenApiResponse
        {
            Description = string.IsNullOrEmpty(description) ? ReasonPhrases.GetReasonPhrase(status) : description,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = BodyOf(schema ?? DetailSchema()),
                    Examples = examples.ToDictionary(example => example.Name, IOpenApiExample (example) =>
                        new OpenApiExample { Value = new JsonObject { ["detail"] = example.Detail } }),
                },
            },
        };
    }

    private static OpenApiSchema BodyOf(IOpenApiSchema detail) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "detail" },
        Properties = new Dictionary<string, IOpenApiSchema> { ["detail"] = detail },
    };

    /// <summary>A code, or a code with a reason.</summary>
    private static OpenApiSchema DetailSchema() => new()
    {
        OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "code", "reason" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["reason"] = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
        ],
    };
}
