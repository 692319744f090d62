using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Application;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Collects the errors of one operation and documents one response per status. Identical responses share one component of the
/// document.
/// </summary>
internal sealed class ErrorResponses(OpenApiOperation operation, OperationFilterContext context)
{
    private readonly SortedDictionary<int, List<DocumentedDetail>> _details = [];
    private bool _validates;

    /// <summary>Adds an error.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="codes">The error codes. By default the reason phrase.</param>
    public void Add(int status, params IReadOnlyCollection<string> codes)
    {
        foreach (var code in codes.DefaultIfEmpty(ReasonPhrases.GetReasonPhrase(status)))
            Add(status, new DocumentedDetail(code, HasReason: false));
    }

    /// <summary>Adds an error whose code is sent with a reason.</summary>
    public void AddWithReason(int status, string code) => Add(status, new DocumentedDetail(code, HasReason: true));

    /// <summary>Adds the error of a login that requires a second factor.</summary>
    public void AddChallenge(int status) => Add(
        status, new DocumentedDetail(AuthErrorCode.LoginSecondFactorRequired, HasReason: false, HasChallenge: true));

    /// <summary>Adds the validation error, which lists the invalid members of the request.</summary>
    public void AddValidation() => _validates = true;

    /// <summary>Adds the responses to the operation, ordered by status code.</summary>
    public void Document()
    {
        var responses = operation.Responses ?? [];
        foreach (var (status, details) in _details)
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            var phrase = ReasonPhrases.GetReasonPhrase(status);
            var description = responses.TryGetValue(key, out var documented) ? documented.Description ?? phrase : phrase;
            responses[key] = description == phrase && details is [var only]
                ? Common(NameOf(only.Code), () => Response(status, details, phrase))
                : Response(status, details, description);
        }

        if (_validates)
            responses["422"] = Common("InvalidMembers", Validation);
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal))
            operation.Responses.Add(status, response);
    }

    private void Add(int status, DocumentedDetail detail)
    {
        if (!_details.TryGetValue(status, out var known))
            _details[status] = known = [];
        if (!known.Contains(detail))
            known.Add(detail);
    }

    private OpenApiResponseReference Common(string name, Func<OpenApiResponse> make)
    {
        var common = context.Document.Components!.Responses ??=
            new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        if (!common.ContainsKey(name))
            common[name] = make();
        return new OpenApiResponseReference(name, context.Document);
    }

    private static OpenApiResponse Response(int status, List<DocumentedDetail> details, string description) => new()
    {
        Description = description,
        Headers = HeadersOf(status),
        Content = Content(DetailSchema.Of(details), details.Select(Example)),
    };

    private OpenApiResponse Validation()
    {
        var list = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = context.SchemaGenerator.GenerateSchema(typeof(FieldError), context.SchemaRepository),
        };
        return new OpenApiResponse
        {
            Description = "All invalid members of the request.",
            Content = Content(list,
            [
                Example("body", "email", FieldProblem.Missing),
                Example("query", "limit", FieldProblem.Invalid),
            ]),
        };

        static (string Name, JsonNode Detail) Example(string source, string member, FieldProblem problem) =>
            (problem.Type, JsonSerializer.SerializeToNode<List<FieldError>>([problem.At(source, member)], ApiJson.Default.ListFieldError)!);
    }

    private static Dictionary<string, IOpenApiMediaType> Content(
        OpenApiSchema detail, IEnumerable<(string Name, JsonNode Detail)> examples)
    {
        var body = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "detail" },
            Properties = new Dictionary<string, IOpenApiSchema> { ["detail"] = detail },
        };
        var values = examples.ToDictionary(example => example.Name, IOpenApiExample (example) =>
            new OpenApiExample { Value = new JsonObject { ["detail"] = example.Detail } });
        return new() { ["application/json"] = new OpenApiMediaType { Schema = body, Examples = values } };
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized =>
            Header(HeaderNames.WWWAuthenticate, "The authentication scheme `Bearer` (RFC 6750 §3)."),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable =>
            Header(HeaderNames.RetryAfter, "The delay before a retry, in seconds (RFC 9110 §10.2.3).", JsonSchemaType.Integer),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> Header(
        string name, string description, JsonSchemaType type = JsonSchemaType.String) =>
        new() { [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } } };

    private static (string Name, JsonNode Detail) Example(DocumentedDetail detail) => (detail.Code, detail.HasChallenge
        ? new JsonObject
        {
            ["code"] = detail.Code,
            ["token"] = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…",
            ["methods"] = new JsonArray("totp", "recovery_code"),
        }
        : detail.HasReason
        ? new JsonObject { ["code"] = detail.Code, ["reason"] = "Password should be at least 8 characters" }
        : detail.Code);

    /// <summary>Returns the component name of a response with one code, such as <c>NotFound</c> or <c>ServerBusy</c>.</summary>
    private static string NameOf(string code) => code == ErrorHandling.UnreadableBody
        ? nameof(ErrorHandling.UnreadableBody)
        : string.Concat(code.Split(' ', '_').Select(word => word[..1].ToUpperInvariant() + word[1..].ToLowerInvariant()));
}
