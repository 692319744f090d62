using Auth.Api.Traffic;
using Auth.Application.Passwords;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth.Api.Errors;

/// <summary>The one place where an error that no action answered becomes an answer, always <c>{"detail": …}</c>.</summary>
internal static class ErrorHandling
{
    internal const string UnreadableBody = "There was an error parsing the body";
    internal const string ServerBusy = "SERVER_BUSY";

    public static IServiceCollection AddErrorHandling(this IServiceCollection services) =>
        services.AddExceptionHandler<ExceptionAnswer>()
            .Configure<ApiBehaviorOptions>(api =>
            {
                api.SuppressMapClientErrors = true;
                api.InvalidModelStateResponseFactory = AnswerInvalidModel;
            });

    /// <summary>Answers exceptions, and every 4xx and 5xx that has no body yet: unknown routes and methods, challenges.</summary>
    public static IApplicationBuilder UseErrorHandling(this IApplicationBuilder app) =>
        app.UseExceptionHandler(_ => { })
            .UseStatusCodePages(context => WriteAsync(
                context.HttpContext, context.HttpContext.Response.StatusCode,
                ReasonPhrases.GetReasonPhrase(context.HttpContext.Response.StatusCode)));

    /// <summary>Answers with a status and its <c>detail</c>.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ErrorResponse(detail), ApiJson.Default.ErrorResponse, cancellationToken: context.RequestAborted);
    }

    private static ObjectResult AnswerInvalidModel(ActionContext context)
    {
        var source = HttpMethods.IsGet(context.HttpContext.Request.Method) ? "query" : "body";
        var errors = context.ModelState
            .SelectMany(entry => entry.Value!.Errors, (entry, error) =>
                FieldProblem.ToFieldError(source, entry.Key, error.ErrorMessage))
            .ToList();
        return errors.Contains(null)
            ? new BadRequestObjectResult(new ErrorResponse(UnreadableBody))
            : new UnprocessableEntityObjectResult(new ErrorResponse(errors));
    }

    private sealed class ExceptionAnswer : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            // The framework has cleared them.
            SecurityHeaders.Set(context.Response.Headers);
            switch (exception)
            {
                case ServerBusyException busy:
                    context.Response.Headers.SetRetryAfter(busy.RetryAfter);
                    await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, ServerBusy);
                    return true;
                case BadHttpRequestException bad:
                    await WriteAsync(context, bad.StatusCode, ReasonPhrases.GetReasonPhrase(bad.StatusCode));
                    return true;
                default:
                    await WriteAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error");

                    // Not "handled", so that the middleware logs it: but it has been answered.
                    return true;
            }
        }
    }
}
