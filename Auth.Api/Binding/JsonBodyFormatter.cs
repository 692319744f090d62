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

        var (body, member, problem) = Read(buffer.ToArray(), IsJson(request.ContentType), context.ModelType);
        if (problem is not null)
            context.ModelState.TryAddModelError("", FieldProblem.Of(member, problem));
        foreach (var found in body?.Check() ?? [])
        {
            if (found.Problem is not null)
                context.ModelState.TryAddModelError("", FieldProblem.Of(found.Member, found.Problem));
        }

        return body is not null && context.ModelState.IsValid
            ? await InputFormatterResult.SuccessAsync(body)
            : await InputFormatterResult.FailureAsync();
    }

    /// <summary>Returns the content type of bodies for the OpenAPI document.</summary>
    public IReadOnlyList<string> GetSupportedContentTypes(string? contentType, Type objectType) => ["application/json"];

    private static (IRequestBody? Body, string Member, string? Problem) Read(byte[] bytes, bool isJson, Type type)
    {
        if (bytes.Length == 0)
            return WithoutObject(type, FieldProblem.Missing);
        if (!isJson)
            return WithoutObject(type, FieldProblem.ObjectType);
        if (!Utf8.IsValid(bytes))
            return (null, "", FieldProblem.Unreadable);
        var json = bytes.AsMemory(bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => ((IRequestBody?)document.RootElement.Deserialize(type, ApiJson.Default), "", null),
                JsonValueKind.Null => WithoutObject(type, FieldProblem.Missing),
                _ => WithoutObject(type, FieldProblem.ObjectType),
            };
        }
        catch (JsonException malformed)
        {
            return (null, PositionOf(malformed, json.Span).ToString(provider: null), FieldProblem.JsonInvalid);
        }
        catch (InvalidOperationException)
        {
            // The name of a member contains an unpaired surrogate (RFC 8259 §8.2).
            return (null, "0", FieldProblem.JsonInvalid);
        }
    }

    private static (IRequestBody? Body, string Member, string? Problem) WithoutObject(Type type, string problem) =>
        type.IsAssignableTo(typeof(IRequestParameters))
            ? ((IRequestBody?)Activator.CreateInstance(type), "", null)
            : (null, "", problem);

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
    }

    private static long PositionOf(JsonException malformed, ReadOnlySpan<byte> json)
    {
        var position = malformed.BytePositionInLine ?? 0;
        for (var line = malformed.LineNumber ?? 0; line > 0; line--)
        {
            var length = json.IndexOf((byte)'\n') + 1;
            position += length;
            json = json[length..];
        }

        return position;
    }
}
