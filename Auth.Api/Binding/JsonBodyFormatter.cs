using System.Text.Json;
using System.Text.Unicode;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Binding;

/// <summary>
/// Reads JSON bodies as FastAPI does. A body without a content type is parsed as JSON. A body with another content type is
/// rejected as not being an object. All invalid members are reported together.
/// </summary>
internal sealed class JsonBodyFormatter : IInputFormatter, IApiRequestFormatMetadataProvider
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public bool CanRead(InputFormatterContext context) => context.ModelType.IsAssignableTo(typeof(IRequestBody));

    public async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var request = context.HttpContext.Request;
        using var buffer = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(buffer, context.HttpContext.RequestAborted);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // The connection broke, or the size of a chunk does not fit a number.
            throw new BadHttpRequestException("The body cannot be read.", exception);
        }

        var (bytes, isJson) = (buffer.ToArray(), IsJson(request.ContentType));
        if (isJson && !Utf8.IsValid(bytes))
        {
            context.ModelState.TryAddModelError("", ErrorHandling.UnreadableBody);
            return await InputFormatterResult.FailureAsync();
        }

        var userFields = context.HttpContext.RequestServices.GetRequiredService<UserFieldsBinder>();
        var (body, errors) = Read(bytes, isJson, context.ModelType, userFields);
        if (errors.Count == 0)
            return await InputFormatterResult.SuccessAsync(body);
        context.ModelState.TryAddModelException("", new InvalidBodyException(errors));
        return await InputFormatterResult.FailureAsync();
    }

    /// <summary>Returns the content type of bodies for the OpenAPI document.</summary>
    public IReadOnlyList<string> GetSupportedContentTypes(string? contentType, Type objectType) => ["application/json"];

    private static IEnumerable<FieldError> ErrorsOf(IRequestBody body) =>
        from member in body.Check()
        where member.Problem is not null
        select member.Problem.At("body", member.Member);

    private static (IRequestBody? Body, List<FieldError> Errors) Read(
        byte[] bytes, bool isJson, Type type, UserFieldsBinder userFields)
    {
        if (bytes.Length == 0)
            return WithoutObject(type, FieldProblem.Missing);
        if (!isJson)
            return WithoutObject(type, FieldProblem.ObjectType);
        var json = bytes.AsMemory(bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => ReadObject(document.RootElement, type, userFields),
                JsonValueKind.Null => WithoutObject(type, FieldProblem.Missing),
                _ => WithoutObject(type, FieldProblem.ObjectType),
            };
        }
        catch (JsonException malformed)
        {
            return (null, [FieldProblem.JsonInvalid.At("body", PositionOf(malformed, json.Span))]);
        }
        catch (InvalidOperationException)
        {
            // The name of a member contains an unpaired surrogate (RFC 8259 §8.2).
            return (null, [FieldProblem.JsonInvalid.At("body", 0)]);
        }
    }

    private static (IRequestBody Body, List<FieldError> Errors) ReadObject(
        JsonElement json, Type type, UserFieldsBinder userFields)
    {
        var body = (IRequestBody)json.Deserialize(type, ApiJson.Default)!;
        List<FieldError> errors = [.. ErrorsOf(body)];
        if (body is IUserFieldsBody user)
            errors.AddRange(userFields.Bind(user, json));
        return (body, errors);
    }

    private static (IRequestBody? Body, List<FieldError> Errors) WithoutObject(Type type, FieldProblem problem)
    {
        if (!type.IsAssignableTo(typeof(IRequestParameters)))
            return (null, [problem.At("body")]);
        var body = (IRequestBody)Activator.CreateInstance(type)!;
        return (body, [.. ErrorsOf(body)]);
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
    }

    private static int PositionOf(JsonException malformed, ReadOnlySpan<byte> json)
    {
        var position = malformed.BytePositionInLine ?? 0;
        for (var line = malformed.LineNumber ?? 0; line > 0; line--)
        {
            var length = json.IndexOf((byte)'\n') + 1;
            position += length;
            json = json[length..];
        }

        return (int)position;
    }
}

/// <summary>A JSON object in the body of a request.</summary>
public interface IRequestBody
{
    /// <summary>Returns each member's name and its validation problem; null for a valid member.</summary>
    IEnumerable<(string Member, FieldProblem? Problem)> Check();
}

/// <summary>
/// A body whose members fastapi-users declares as separate parameters. If the body is null or not an object, the error lists
/// every member as missing. For other bodies, the error names the body itself.
/// </summary>
public interface IRequestParameters : IRequestBody;

/// <summary>The validation errors of a body. Model state stores this exception, which is never thrown.</summary>
/// <remarks>One entry contains all errors, because model state keeps their order only within one key.</remarks>
internal sealed class InvalidBodyException(IReadOnlyList<FieldError> errors) : Exception
{
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
