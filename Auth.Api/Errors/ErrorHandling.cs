using System.Globalization;
using Auth.Api.Binding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Errors;

/// <summary>Converts unhandled errors to responses of the form <c>{"detail": …}</c>.</summary>
internal static class ErrorHandling
{
    internal const string UnreadableBody = "There was an error parsing the body";

    public static IServiceCollection AddErrorHandling(this IServiceCollection services) =>
        services.AddExceptionHandler<ApiExceptionHandler>()
            .Configure<ApiBehaviorOptions>(api =>
            {
                api.SuppressMapClientErrors = true;
                api.InvalidModelStateResponseFactory = ConvertInvalidModel;
            });

    /// <summary>
    /// Handles exceptions, and adds a body to 4xx and 5xx responses without one: unknown routes and methods, challenges.
    /// </summary>
    public static IApplicationBuilder UseErrorHandling(this IApplicationBuilder app) =>
        app.UseExceptionHandler(_ => { })
            .UseStatusCodePages(context => WriteAsync(
                context.HttpContext, context.HttpContext.Response.StatusCode,
                ReasonPhrases.GetReasonPhrase(context.HttpContext.Response.StatusCode)));

    /// <summary>Writes an error response with the given status and <c>detail</c>.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        WriteAsync(context, status, new ErrorResponse(detail));

    /// <summary>Writes an error response with the given status.</summary>
    public static Task WriteAsync(HttpContext context, int status, ErrorResponse error)
    {
        context.Response.StatusCode = status;

        // With CancellationToken.None, the framework ignores a client that disconnects instead of throwing.
        return context.Response.WriteAsJsonAsync(
            error, ApiJson.Default.ErrorResponse, cancellationToken: CancellationToken.None);
    }

    /// <summary>
    /// Sets <c>Retry-After</c> to whole seconds, rounded up so that clients do not retry too early (RFC 9110 §10.2.3).
    /// </summary>
    public static void SetRetryAfter(this IHeaderDictionary headers, TimeSpan wait) =>
        headers[HeaderNames.RetryAfter] =
            Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static ObjectResult ConvertInvalidModel(ActionContext context)
    {
        var source = HttpMethods.IsGet(context.HttpContext.Request.Method) ? "query" : "body";
        var errors = context.ModelState
            .SelectMany(entry => entry.Value!.Errors, (entry, error) => ErrorsOf(source, entry.Key, error))
            .SelectMany(errors => errors)
            .ToList();
        return errors.Contains(null)
            ? new BadRequestObjectResult(new ErrorResponse(UnreadableBody))
            : new UnprocessableEntityObjectResult(new ErrorResponse(errors));
    }

    /// <summary>Returns the validation errors in the response; null for an unreadable body.</summary>
    private static IEnumerable<FieldError?> ErrorsOf(string source, string member, ModelError error) =>
        (error.Exception as InvalidBodyException)?.Errors
        ?? (IEnumerable<FieldError?>)[FieldProblem.FromMessage(error.ErrorMessage)?.At(source, member)];
}
