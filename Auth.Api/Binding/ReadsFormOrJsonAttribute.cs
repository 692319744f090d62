using System.Text.Json;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;

namespace Auth.Api.Binding;

/// <summary>
/// Reads a JSON object as a form, so that the action binds both. Members that are not strings have their JSON text as value.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormOrJsonAttribute : Attribute, IAsyncResourceFilter
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly ReadsFormAttribute _form = new();

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!request.HasJsonContentType())
        {
            await _form.OnResourceExecutionAsync(context, next);
            return;
        }

        if (await ReadAsync(request, context.HttpContext.RequestAborted) is not { } fields)
        {
            context.HttpContext.CloseConnectionUnlessBodyFits();
            context.Result = new BadRequestObjectResult(new ErrorResponse(ErrorHandling.UnreadableBody));
            return;
        }

        // A request with a form that is set has a form content type. This provider compares names without regard to case.
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        request.Form = fields;
        await next();
    }

    private static async Task<FormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, Strict, cancellationToken);
            return body.RootElement.ValueKind is not JsonValueKind.Object
                ? null
                : new FormCollection(body.RootElement.EnumerateObject()
                    .Where(member => member.Value.ValueKind is not JsonValueKind.Null)
                    .ToDictionary(member => member.Name, member => new StringValues(TextOf(member.Value)), StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The text is no JSON, or contains a lone surrogate.
            return null;
        }
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
